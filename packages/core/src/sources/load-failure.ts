import type { Unavailable } from "../credentials/unavailable.js";
import { CredentialsError, isCredentialsError } from "../errors/credentials-error.js";

/**
 * Whatever a load threw, as a `CredentialsError` that knows its source. Only an `Error` is kept as the cause: any other value
 * may be a response or a credential.
 */
export function failureOf(thrown: unknown, source: string): CredentialsError {
  if (isCredentialsError(thrown)) return thrown.source === "" ? thrown.with({ source }) : thrown;
  const cause = thrown instanceof Error ? thrown : undefined;
  return new CredentialsError({
    code: "SOURCE_FAILED",
    message: `${source} threw ${cause?.name ?? "no Error"}.`,
    source,
    cause,
  });
}

/** What "not configured here" means where nothing else can be asked: its cause, or `UNAVAILABLE`. */
export function failureOfUnavailable({ cause, reason }: Unavailable, source: string): CredentialsError {
  if (isCredentialsError(cause)) return failureOf(cause, source);
  return new CredentialsError({
    code: "UNAVAILABLE",
    message: `${source} is not configured: ${reason}`,
    source,
    cause,
  });
}
