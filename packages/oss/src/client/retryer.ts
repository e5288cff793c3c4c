/** Decides whether and when a failed attempt is repeated. */
export interface Retryer {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  /** Whether another attempt can help. `error` is the attempt's own failure. */
  isRetryable(error: unknown): boolean;
  /** The wait before attempt `attempt` (2, 3, ...), in ms. `random` is uniform in [0, 1). */
  delay(attempt: number, error: unknown, random: () => number): number;
}
