import type { BytePlusOptions } from "../config/options.js";
import { buildRequest } from "./build-request.js";
import type { CallInfo, CallRequest } from "./call.js";
import type { RequestDraft } from "./hooks.js";

/** A call's request with everything the client's hooks add to it. */
export async function buildDraft(
  request: CallRequest,
  info: CallInfo,
  options: BytePlusOptions,
  newClientToken: () => string,
): Promise<RequestDraft> {
  const { parameters } = request;
  const needsToken = request.generateClientToken === true && (parameters?.["ClientToken"] ?? undefined) === undefined;
  const draft = buildRequest(
    needsToken ? { ...request, parameters: { ...parameters, ClientToken: newClientToken() } } : request,
    {
      parameters: options.extraParameters?.(info),
      jsonBody: options.extraJsonBody?.(info),
    },
  );
  if (options.extendRequest === undefined) return draft;
  await options.extendRequest(draft, info);
  return { ...draft, headers: inLowerCase(draft.headers) };
}

/** A name in another case would go unsigned, and twice where the signer sets the header too. */
function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
