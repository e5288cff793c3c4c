import type { CredentialsError } from "../errors/credentials-error.js";
import { failed } from "../errors/failed.js";

/** `ABORTED`: a caller's own signal ended its wait, or an invalidation has overtaken a load. */
export function abortedError(source: string, reason?: unknown): CredentialsError {
  return failed("ABORTED", source, "The wait was aborted.", reason);
}

/** `DISPOSED`: the provider is closed. */
export function disposedError(source: string): CredentialsError {
  return failed("DISPOSED", source, `${source} was disposed.`);
}

/** `TIMEOUT`: a load outlasted the provider's `loadTimeout`. */
export function loadTimeoutError(source: string, milliseconds: number): CredentialsError {
  return failed("TIMEOUT", source, `${source} did not answer within ${milliseconds} ms.`);
}

/** `EXPIRED`: the credentials held ran out and could not be replaced. */
export function expiredUnrefreshed(expiresAt: number, cause: CredentialsError): CredentialsError {
  return cause.with({
    code: "EXPIRED",
    message: `The credentials expired at ${new Date(expiresAt).toISOString()}. ${cause.message}`,
    cause,
  });
}

/** `INSUFFICIENT_TTL`: even a new credential lives shorter than the caller wants. */
export function insufficientTtl(source: string, left: number, minTtl: number): CredentialsError {
  return failed("INSUFFICIENT_TTL", source, `The credentials live for ${left} ms, minTtl is ${minTtl} ms.`);
}
