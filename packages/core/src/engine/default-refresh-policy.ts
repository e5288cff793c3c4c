import { backOffDelay } from "./back-off.js";
import type { RefreshFailureInput, RefreshPlan, RefreshPlanInput, RefreshPolicy } from "./refresh-policy.js";

const minute = 60_000;

/**
 * Refreshes behind the callers from 15-25 % of the lifetime before expiry (at least 3 minutes, at most 36-60, never more than
 * half), drawn once so that a fleet spreads out; lets callers wait in the last min(180 s, 10 %); backs off with full jitter.
 */
export const defaultRefreshPolicy: RefreshPolicy = Object.freeze({
  plan({ obtainedAt, expiresAt, random }: RefreshPlanInput): RefreshPlan {
    const lifetime = Math.max(expiresAt - obtainedAt, 0);
    // Long lifetimes count as four hours, whose quarter is the cap: the jitter is inside the draw there too, or a fleet would meet.
    const drawn = Math.min(lifetime, 240 * minute) * (0.15 + 0.1 * random());
    const lead = Math.min(Math.max(drawn, 3 * minute), lifetime / 2);
    return {
      refreshAt: expiresAt - lead,
      blockAt: expiresAt - Math.min(3 * minute, lifetime * 0.1),
      rejectAt: expiresAt,
    };
  },
  afterFailure(input: RefreshFailureInput): { readonly nextAttemptAt: number } {
    return { nextAttemptAt: input.now + backOffDelay(input) };
  },
});
