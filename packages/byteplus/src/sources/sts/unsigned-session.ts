import type { AccessKeyCredentials, LoadContext } from "@credport/core";
import { withRetries } from "../../http/retries.js";
import { userAgent } from "../../http/user-agent.js";
import { canonicalQuery } from "../../signing/encoding.js";
import { parseRoleAnswer, type RoleExchange } from "./parse-role-answer.js";
import { stsVersion, type RoleRequest } from "./role-options.js";

/** Asks STS with a token or an assertion instead of a signature. */
export async function requestUnsignedSession(
  context: LoadContext,
  request: RoleRequest,
  call: Pick<RoleExchange, "action" | "source">,
  fields: readonly (readonly [string, string])[],
): Promise<AccessKeyCredentials> {
  const { host, signal } = context;
  const { address, durationSeconds, policy, timeout } = request;
  const url = new URL(address.url);
  url.search = canonicalQuery([
    ["Action", call.action],
    ["Version", stsVersion],
  ]);
  const body = canonicalQuery([
    ...fields,
    ["DurationSeconds", String(durationSeconds)],
    ...(policy === undefined ? [] : [["Policy", policy] as const]),
  ]);
  return withRetries(context, request.retries, async () => {
    const startedAt = host.now();
    const response = await host.request({
      method: "POST",
      url,
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
        "user-agent": userAgent(host),
      },
      body,
      connectTimeout: timeout,
      readTimeout: timeout,
      proxy: request.proxy,
      allowInsecureHttp: address.allowInsecureHttp,
      signal,
    });
    return parseRoleAnswer(context, response, { ...call, durationSeconds, startedAt });
  });
}
