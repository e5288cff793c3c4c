import type { Credentials } from "../credentials/credentials.js";
import { expiryOf } from "../credentials/expiration.js";
import type { RefreshPlan, RefreshPolicy } from "./refresh-policy.js";

/** Credentials that are held, with everything that was decided when they came. */
export interface Held<C extends Credentials> {
  readonly credentials: C;
  /** Already resolved: what every caller gets. */
  readonly promise: Promise<C>;
  /** Ms since the epoch; `Infinity` when they do not expire. */
  readonly expiresAt: number;
  readonly plan: RefreshPlan;
  /** What they had left, in ms, when a caller who wanted more got them: asking again for more than this is useless. */
  ttlLimit: number;
}

/** The plan of credentials that do not expire. */
const never: RefreshPlan = Object.freeze({ refreshAt: Infinity, blockAt: Infinity, rejectAt: Infinity });

/** Credentials that have just come, under the plan that the policy draws for them. */
export function heldUnder<C extends Credentials>(
  policy: RefreshPolicy,
  credentials: C,
  arrival: { readonly now: number; readonly unchanged: boolean; readonly random: () => number },
): Held<C> {
  const expiresAt = expiryOf(credentials);
  const promise = Promise.resolve(credentials);
  if (expiresAt === Infinity) return { credentials, promise, expiresAt, plan: never, ttlLimit: Infinity };
  const { now, unchanged, random } = arrival;
  const plan = policy.plan({ obtainedAt: now, expiresAt, unchanged, random });
  // Whatever a policy says, nothing is served past its expiration.
  const bounded = { ...plan, rejectAt: Math.min(plan.rejectAt, expiresAt) };
  return { credentials, promise, expiresAt, plan: bounded, ttlLimit: Infinity };
}
