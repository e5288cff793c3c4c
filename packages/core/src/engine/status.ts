import type { Credentials } from "../credentials/credentials.js";
import type { ProviderStatus } from "../sources/credentials-provider.js";
import { defined } from "../defined.js";
import { nextAttemptAt, type Engine } from "./engine.js";

/** How a provider stands. */
export function statusOf<C extends Credentials>(engine: Engine<C>): ProviderStatus {
  const { held, identity, failure, failures, loads, attempts, clockSkew } = engine;
  const expires = held !== undefined && held.expiresAt !== Infinity;
  const next = nextAttemptAt(engine);
  return {
    state: stateOf(engine),
    failures,
    loads,
    attempts: [...attempts],
    ...defined({
      identity,
      expiration: expires ? new Date(held.expiresAt) : undefined,
      plan: expires ? held.plan : undefined,
      nextAttemptAt: Number.isFinite(next) ? next : undefined,
      lastError: failure?.error,
      clockSkew,
    }),
  };
}

function stateOf<C extends Credentials>({ held, failures, disposed, host }: Engine<C>): ProviderStatus["state"] {
  const now = host.now();
  if (disposed === true) return "disposed";
  if (held !== undefined && now >= held.plan.rejectAt) return "expired";
  if (failures > 0) return "failing";
  if (held === undefined) return "empty";
  return now >= held.plan.refreshAt ? "due" : "fresh";
}
