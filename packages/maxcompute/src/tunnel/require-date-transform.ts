import { MaxComputeClientError } from "../errors/client-error.js";

/** Refuses an old server's answer, whose DATETIME values are shifted to the server's calendar. Throws `INVALID_RESPONSE`. */
export function requireDateTransform(headers: Readonly<Record<string, string>>, operation: string): void {
  if (headers["odps-tunnel-date-transform"]?.toLowerCase() !== "true") return;
  throw new MaxComputeClientError({
    code: "INVALID_RESPONSE",
    message: `${operation}: this server shifts DATETIME values to its own time zone; read the table with SQL instead`,
    requestId: headers["x-odps-request-id"] ?? null,
  });
}
