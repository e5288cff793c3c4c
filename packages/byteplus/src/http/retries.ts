import { CredentialsError, isCredentialsError, type LoadContext } from "@credport/core";
import { isRetryableCode } from "../retry/retryable-codes.js";
import { isThrottleCode } from "../retry/throttle-codes.js";
import { pause } from "./pause.js";

/** How a source repeats a request within one load. */
export interface RetryOptions {
  /** Repetitions after the first try; 0 for none. Default 3. */
  readonly retries?: number | undefined;
  /** Between two tries, in ms; 0 or less means the default, 1 000. */
  readonly retryInterval?: number | undefined;
}

/** {@link RetryOptions}, checked. */
export interface Retries {
  readonly count: number;
  readonly interval: number;
}

/** Checks the options. A negative or fractional count is `CONFIG_INVALID`. */
export function retriesOf({ retries = 3, retryInterval = 0 }: RetryOptions): Retries {
  if (!Number.isInteger(retries) || retries < 0) {
    throw new CredentialsError({ code: "CONFIG_INVALID", message: '"retries" must be 0 or a positive whole number.' });
  }
  return { count: retries, interval: retryInterval > 0 ? retryInterval : 1_000 };
}

/** Checks a time limit, in ms. Zero, less and what is no number are `CONFIG_INVALID`. */
export function timeoutOf(timeout: number | undefined, byDefault: number): number {
  if (timeout === undefined || timeout > 0) return timeout ?? byDefault;
  throw new CredentialsError({ code: "CONFIG_INVALID", message: '"timeout" must be more than 0 ms.' });
}

const transientStatuses: readonly number[] = [429, 500, 502, 503, 504];

/** Whether the same request may succeed in a moment: network failures, overload, and codes of throttling and time-outs at any status. */
export function isTransient(error: unknown): boolean {
  if (!isCredentialsError(error)) return false;
  if (error.code === "NETWORK" || error.code === "TIMEOUT") return true;
  if (error.code !== "HTTP_STATUS") return false;
  return transientStatuses.includes(error.httpStatus ?? 0) || isPassingCode(error.vendorCode ?? "");
}

/** Whether a server's code says that it may do better in a moment. */
export function isPassingCode(code: string): boolean {
  return isThrottleCode(code) || isRetryableCode(code);
}

/** Runs an attempt until it succeeds, fails for good, or the tries are used up. */
export async function withRetries<T>(
  context: Pick<LoadContext, "host" | "signal">,
  { count, interval }: Retries,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let left = count; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || context.signal.aborted || !isTransient(error)) throw error;
    }
    await pause(context, interval);
  }
}
