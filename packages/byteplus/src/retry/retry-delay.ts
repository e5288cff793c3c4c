/** What a delay is computed from. */
export interface RetryDelayInput {
  /** Retries so far: 0 before the first one. */
  readonly retry: number;
  readonly throttled: boolean;
  /** The server's `Retry-After`, in ms. */
  readonly retryAfterMs?: number | undefined;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const min = 30;
const minThrottled = 500;
const max = 300_000;

/**
 * The wait before a retry, in ms: `2^n * jitter(min)` with `jitter(x)` uniform in [x, 2x) and `min` 30 ms (500 ms when
 * throttled); above 300 s uniform in [150 s, 300 s). A `Retry-After` comes on top, outside the cap. These are the numbers of
 * the Go SDK's code; its guide says others.
 */
export function retryDelay({ retry, throttled, retryAfterMs = 0, random }: RetryDelayInput): number {
  const jitter = (base: number): number => base + random() * base;
  const exponential = 2 ** retry * jitter(throttled ? minThrottled : min);
  return (exponential > max ? jitter(max / 2) : exponential) + retryAfterMs;
}
