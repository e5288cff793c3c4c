import type { BytePlusError } from "../errors/byteplus-error.js";
import { BytePlusNetworkError } from "../errors/byteplus-network-error.js";
import { BytePlusServiceError } from "../errors/byteplus-service-error.js";
import { BytePlusThrottlingError } from "../errors/byteplus-throttling-error.js";
import { retryCount } from "./retry-count.js";
import { isRetryableCode } from "./retryable-codes.js";
import { retryDelay } from "./retry-delay.js";

/** An attempt that failed, and what is known for the decision to make another. */
export interface FailedAttempt {
  readonly error: BytePlusError;
  /** Retries so far: 0 after the first attempt. */
  readonly retry: number;
  /** Sending the request twice does no harm. */
  readonly idempotent: boolean;
  /** Codes the client or the call asks to retry. */
  readonly retryErrorCodes: ReadonlySet<string>;
  /** Codes the client or the call calls throttling. */
  readonly throttleErrorCodes: ReadonlySet<string>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Decides about retries. A caller's abort and a call's time limit end them whatever it says. */
export interface Retryer {
  /** Most retries of one call; 0 for none. */
  readonly maxRetries: number;
  /** Whether this failure is worth another attempt. Asked for every failure. */
  shouldRetry(attempt: FailedAttempt): boolean;
  /** How long to wait before it, in ms. */
  delay(attempt: FailedAttempt): number;
}

const passingErrnos: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_SOCKET",
]);

/** The reference's decisions and delays, with `maxRetries` (3 by default, and for -1). Throws `CONFIG_INVALID` for other negatives and fractions. */
export function createRetryer(maxRetries?: number): Retryer {
  return Object.freeze<Retryer>({
    maxRetries: retryCount(maxRetries),
    shouldRetry: (attempt) => {
      const { error } = attempt;
      if (attempt.retryErrorCodes.has(error.code) || isThrottled(attempt)) return true;
      if (error instanceof BytePlusNetworkError) return isPassing(error, attempt.idempotent);
      return error instanceof BytePlusServiceError && isPassingAnswer(error);
    },
    delay: (attempt) => {
      const { error, retry, random } = attempt;
      const retryAfterMs = error instanceof BytePlusThrottlingError ? error.retryAfterMs : undefined;
      return retryDelay({ retry, throttled: isThrottled(attempt), retryAfterMs, random });
    },
  });
}

/** An answer that asks for fewer calls, or a code that counts as one: also of a failure without an answer. */
function isThrottled({ error, throttleErrorCodes }: FailedAttempt): boolean {
  return error instanceof BytePlusThrottlingError || throttleErrorCodes.has(error.code);
}

/** Whether an error answer may be another one in a moment: HTTP 500, time-outs the server reports, and throttling. */
export function isPassingAnswer(error: BytePlusServiceError): boolean {
  return error.status === 500 || isRetryableCode(error.code) || error instanceof BytePlusThrottlingError;
}

/** Whether no answer may become one: once a request may have arrived, only if a second one does no harm. */
function isPassing({ errno = "", timeout, phase }: BytePlusNetworkError, idempotent: boolean): boolean {
  if (!timeout && !passingErrnos.has(errno)) return false;
  return phase !== "read" || errno === "EPIPE" || idempotent;
}
