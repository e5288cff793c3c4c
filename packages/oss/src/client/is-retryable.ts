import { isCredentialsError } from "@credport/core";
import { CrcMismatchError } from "../errors/crc-mismatch-error.js";
import { isServiceError } from "../errors/service-error.js";

const statuses: ReadonlySet<number> = new Set([401, 408, 429]);

const serviceCodes: ReadonlySet<string> = new Set(["RequestTimeTooSkewed", "BadRequest"]);

/** Failures of a connection that another attempt can outlive, as Node, undici and this client's transport name them. */
const networkCodes: ReadonlySet<string> = new Set([
  ...["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ECONNABORTED"],
  ...["UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"],
  ...["CONNECT_TIMEOUT", "IDLE_TIMEOUT", "ERR_STREAM_PREMATURE_CLOSE", "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC"],
]);

const networkTexts = /socket hang up|premature close|bad record mac/i;

/** The OSS v2 SDKs' table of failures worth another attempt (specification, section 5). */
export function isRetryable(error: unknown): boolean {
  if (isServiceError(error)) {
    return error.statusCode >= 500 || statuses.has(error.statusCode) || serviceCodes.has(error.code);
  }
  if (isCredentialsError(error)) return !error.permanent && error.code !== "ABORTED" && error.code !== "DISPOSED";
  if (error instanceof CrcMismatchError) return true;
  if (error instanceof AggregateError) return error.errors.every(isRetryable);
  if (!(error instanceof Error)) return false;
  const code: unknown = "code" in error ? error.code : undefined;
  return (typeof code === "string" && networkCodes.has(code)) || networkTexts.test(error.message);
}
