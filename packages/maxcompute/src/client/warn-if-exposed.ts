import type { OdpsOptions } from "./odps-options.js";

/** Tells once that tokens will travel in clear text. */
export function warnIfExposed(
  endpoint: string,
  account: OdpsOptions["account"],
  onWarning: OdpsOptions["onWarning"],
): void {
  if (!endpoint.startsWith("http:") || account.type === "aliyun") return;
  onWarning?.({
    code: "token-over-http",
    message: `tokens are sent in headers, and ${new URL(endpoint).host} is reached over plain http; write the endpoint with https`,
  });
}
