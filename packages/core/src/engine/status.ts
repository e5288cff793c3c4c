import type { Credentials } from "../credentials/credentials.js";
import type { Attempt } from "../errors/credentials-error.js";
import type { ProviderStatus } from "../sources/credentials-provider.js";
import type { ProviderState } from "./provider-state.js";

/** What a status says beyond the provider's state. */
export interface StatusExtras {
  readonly now: number;
  readonly disposed: boolean;
  readonly loads: number;
  readonly attempts: readonly Attempt[];
  readonly clockSkew: number | undefined;
}

/** How a provider stands. */
export function statusOf<C extends Credentials>(state: ProviderState<C>, extras: StatusExtras): ProviderStatus {
  const { held, identity, failure, failures, nextAttemptAt } = state;
  const { loads, attempts, clockSkew } = extras;
  const expires = held !== undefined && held.expiresAt !== Infinity;
  return {
    state: stateName(state, extras),
    failures,
    loads,
    attempts: [...attempts],
    ...(identity !== undefined && { identity }),
    ...(expires && { expiration: new Date(held.expiresAt), plan: held.plan }),
    ...(nextAttemptAt !== undefined && { nextAttemptAt }),
    ...(failure !== undefined && { lastError: failure.error }),
    ...(clockSkew !== undefined && { clockSkew }),
  };
}

function stateName<C extends Credentials>(
  { held, failures }: ProviderState<C>,
  { now, disposed }: StatusExtras,
): ProviderStatus["state"] {
  if (disposed) return "disposed";
  if (held !== undefined && now >= held.plan.rejectAt) return "expired";
  if (failures > 0) return "failing";
  if (held === undefined) return "empty";
  return now >= held.plan.refreshAt ? "due" : "fresh";
}
