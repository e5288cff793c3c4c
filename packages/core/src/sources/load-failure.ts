import type { Credentials } from "../credentials/credentials.js";
import type { Unavailable } from "../credentials/unavailable.js";
import { isCredentialsError, type CredentialsError } from "../errors/credentials-error.js";
import { failed } from "../errors/failed.js";

/**
 * Whatever a load threw, as a `CredentialsError` that knows its source. Only an `Error` is kept as the cause: any other value
 * may be a response or a credential.
 */
export function failureOf(thrown: unknown, source: string): CredentialsError {
  if (isCredentialsError(thrown)) return thrown.source === "" ? thrown.with({ source }) : thrown;
  const cause = thrown instanceof Error ? thrown : undefined;
  return failed("SOURCE_FAILED", source, `${source} threw ${cause?.name ?? "no Error"}.`, cause);
}

/** What "not configured here" means where nothing else can be asked: its cause, or `UNAVAILABLE`. */
export function failureOfUnavailable({ cause, reason }: Unavailable, source: string): CredentialsError {
  if (isCredentialsError(cause)) return failureOf(cause, source);
  return failed("UNAVAILABLE", source, `${source} is not configured: ${reason}`, cause);
}

/**
 * Throws `EXPIRED`, naming both times, unless credentials are still good: an answer that is dead on arrival is a failure. For
 * sources that use what another source has loaded.
 */
export function refuseExpired({ expiration, identity }: Credentials, now: number): void {
  if (expiration === undefined || expiration.getTime() > now) return;
  const { source } = identity;
  const answeredAt = new Date(now).toISOString();
  const message = `${source} answered at ${answeredAt} with credentials that expired at ${expiration.toISOString()}. Check the clock.`;
  throw failed("EXPIRED", source, message);
}
