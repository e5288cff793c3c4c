import { defaultRefreshPolicy, type RefreshPolicy } from "@credport/core";

/** Options of {@link fetcherRefreshPolicy}. */
export interface FetcherRefreshOptions {
  /** Part of the lifetime that counts as "soon expired", 0 to 1. Default 0.8. */
  readonly expiredFactor?: number | undefined;
  /** The shortest early window, and the step it shrinks by after a failure, in ms. Default 120 000. */
  readonly refreshDuration?: number | undefined;
}

/**
 * The early-refresh windows of the Go SDK's fetcher provider, for those who need its timing (OSS v2 specification, 1.4): the
 * early window is `expiredFactor` of the lifetime as *remaining* time, none when that is not more than `refreshDuration`. After
 * a failure the next early attempt comes `refreshDuration` later. After expiry the default policy's back-off applies.
 */
export function fetcherRefreshPolicy(options: FetcherRefreshOptions = {}): RefreshPolicy {
  const expiredFactor = options.expiredFactor ?? 0.8;
  const refreshDuration = options.refreshDuration ?? 120_000;
  return {
    plan({ obtainedAt, expiresAt }) {
      const window = expiredFactor * (expiresAt - obtainedAt);
      const refreshAt = window > refreshDuration ? expiresAt - window : expiresAt;
      return { refreshAt, blockAt: expiresAt, rejectAt: expiresAt };
    },
    afterFailure(input) {
      const { now, plan } = input;
      if (plan === undefined || now >= plan.rejectAt) return defaultRefreshPolicy.afterFailure(input);
      return { nextAttemptAt: Math.min(plan.refreshAt + input.failures * refreshDuration, plan.rejectAt) };
    },
  };
}
