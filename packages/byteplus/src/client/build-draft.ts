import type { Host } from "@credport/core";
import type { BytePlusOptions, HookOptions } from "../config/options.js";
import { uuid } from "../http/uuid.js";
import { buildRequest } from "./build-request.js";
import type { CallInfo, CallRequest } from "./call.js";
import type { RequestDraft } from "./hooks.js";

/** A call's request with the fields that the client's hooks add to it. */
export function buildDraft(request: CallRequest, info: CallInfo, options: BytePlusOptions, host: Host): RequestDraft {
  const { parameters } = request;
  const needsToken = request.generateClientToken === true && (parameters?.["ClientToken"] ?? undefined) === undefined;
  return buildRequest(
    needsToken ? { ...request, parameters: { ...parameters, ClientToken: uuid(host).toUpperCase() } } : request,
    {
      parameters: options.extraParameters?.(info),
      jsonBody: options.extraJsonBody?.(info),
    },
  );
}

/** The draft as the client's hook leaves it. */
export async function extendDraft(
  draft: RequestDraft,
  info: CallInfo,
  extendRequest: HookOptions["extendRequest"],
): Promise<RequestDraft> {
  if (extendRequest === undefined) return draft;
  await extendRequest(draft, info);
  return { ...draft, headers: inLowerCase(draft.headers) };
}

/** A name in another case would go unsigned, and twice where the signer sets the header too. */
function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
