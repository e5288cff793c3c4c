import { CredentialsError } from "../errors/credentials-error.js";

const instant = (time: number): string => new Date(time).toISOString();

/** `ABORTED`: a caller's own signal ended its wait, or an invalidation has overtaken a load. */
export function abortedError(source: string, reason?: unknown): CredentialsError {
  return new CredentialsError({
    code: "ABORTED",
    message: "The wait for credentials was aborted.",
    source,
    cause: reason,
  });
}

/** `DISPOSED`: the provider is closed. */
export function disposedError(source: string): CredentialsError {
  return new CredentialsError({ code: "DISPOSED", message: `The provider "${source}" was disposed.`, source });
}

/** `TIMEOUT`: a load outlasted the provider's `loadTimeout`. */
export function loadTimeoutError(source: string, milliseconds: number): CredentialsError {
  return new CredentialsError({
    code: "TIMEOUT",
    message: `${source} gave no answer within ${milliseconds} ms.`,
    source,
  });
}

/** `EXPIRED`: the source answered with credentials that were already dead. */
export function expiredOnArrival(source: string, expiresAt: number, now: number): CredentialsError {
  const message = `${source} answered at ${instant(now)} with credentials that expired at ${instant(expiresAt)}. Check this machine's clock.`;
  return new CredentialsError({ code: "EXPIRED", message, source });
}

/** `EXPIRED`: the credentials held ran out and could not be replaced. */
export function expiredUnrefreshed(expiresAt: number, cause: CredentialsError): CredentialsError {
  const message = `The credentials expired at ${instant(expiresAt)}. ${cause.message}`;
  return cause.with({ code: "EXPIRED", message, cause });
}

/** `INSUFFICIENT_TTL`: even a new credential lives shorter than the caller wants. */
export function insufficientTtl(source: string, left: number, minTtl: number): CredentialsError {
  const message = `The credentials live for ${left} ms, not for the ${minTtl} ms of minTtl.`;
  return new CredentialsError({ code: "INSUFFICIENT_TTL", message, source });
}
