import type { OdpsOptions } from "./odps-options.js";

/** Tells once that tokens will travel in clear text. */
export function warnIfExposed(
  endpoints: readonly string[],
  account: OdpsOptions["account"],
  onWarning: OdpsOptions["onWarning"],
): void {
  const exposed = endpoints.find((endpoint) => endpoint.startsWith("http:"));
  if (exposed === undefined || account.type === "aliyun") return;
  onWarning?.({
    code: "token-over-http",
    message: `tokens are sent in headers, and ${new URL(exposed).host} is reached over plain http; write the endpoint with https`,
  });
}
