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
  const refreshTime = (obtainedAt: number, expiresAt: number): number => {
    const window = expiredFactor * (expiresAt - obtainedAt);
    return window > refreshDuration ? expiresAt - window : expiresAt;
  };
  return {
    plan({ obtainedAt, expiresAt }) {
      return { refreshAt: refreshTime(obtainedAt, expiresAt), blockAt: expiresAt, rejectAt: expiresAt };
    },
    afterFailure(input) {
      const { now, plan } = input;
      if (plan === undefined || now >= plan.rejectAt) return defaultRefreshPolicy.afterFailure(input);
      // The same credentials again are a success like any other: the window is a part of what is left of them.
      if (input.unchanged) return { nextAttemptAt: refreshTime(now, plan.rejectAt) };
      return { nextAttemptAt: Math.min(plan.refreshAt + input.failures * refreshDuration, plan.rejectAt) };
    },
  };
}
