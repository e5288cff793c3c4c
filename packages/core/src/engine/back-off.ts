import type { RefreshFailureInput } from "./refresh-policy.js";

/**
 * How long to wait after a failure, in ms. Full jitter under a ceiling of 1 s doubling to 60 s; 30-60 s where trying early
 * cannot help. `Retry-After` is a lower bound, up to 5 minutes. While a credential is still valid at most half of what it has
 * left, so that at least two tries fit, though this never shortens a wait below 1 s.
 */
export function backOffDelay(input: RefreshFailureInput): number {
  const { now, failures, permanent, unchanged, plan, retryAfter = 0, random } = input;
  // In (0, 1]: never no wait at all.
  const jitter = 1 - random();
  const ceiling = Math.min(60_000, 2 ** (failures - 1) * 1_000);
  const drawn = permanent || unchanged ? 30_000 + 30_000 * jitter : Math.max(ceiling * jitter, 100);
  const delay = Math.max(drawn, Math.min(retryAfter, 300_000));
  const left = plan === undefined ? 0 : plan.rejectAt - now;
  return left > 0 ? Math.min(delay, Math.max(left / 2, 1_000)) : delay;
}
