import { parseRetryAfter } from "@credport/node";
import { isServiceError } from "../errors/service-error.js";
import { fullJitter, type BackOff } from "./back-off.js";
import { isRetryable } from "./is-retryable.js";
import type { Retryer } from "./retryer.js";

/** The longest `Retry-After` that is waited for, in ms. */
const maximumRetryAfter = 20_000;

/** Options of {@link standardRetryer}. */
export interface StandardRetryerOptions {
  /** Attempts in all; not positive: the default. Default 3. */
  readonly maxAttempts?: number | undefined;
  /** Default `fullJitter()`. */
  readonly backOff?: BackOff | undefined;
}

/** The OSS v2 SDKs' retry rules. A `Retry-After` of the service is a lower bound of the wait, up to 20 s. */
export function standardRetryer(options: StandardRetryerOptions = {}): Retryer {
  const { maxAttempts = 3, backOff = fullJitter() } = options;
  return {
    maxAttempts: maxAttempts > 0 ? maxAttempts : 3,
    isRetryable,
    delay: (attempt, error, random) => Math.max(backOff(attempt, random), retryAfter(error)),
  };
}

/** One attempt, whatever happens. */
export const noRetry: Retryer = { maxAttempts: 1, isRetryable: () => false, delay: () => 0 };

/** The wait that the service asked for, in ms, as seconds or as an HTTP-date beside its own `Date`. */
function retryAfter(error: unknown): number {
  if (!isServiceError(error)) return 0;
  const wait = parseRetryAfter(error.headers["retry-after"], error.timestamp?.getTime());
  return Math.min(wait ?? 0, maximumRetryAfter);
}
