import type { Credentials } from "../credentials/credentials.js";
import type { CredentialsMatcher } from "../sources/credentials-provider.js";
import type { Engine } from "./engine.js";
import { abortedError } from "./engine-errors.js";
import { supersede } from "./load.js";

/** Forced calls and invalidations: one in this many ms. */
const interval = 10_000;

/** Whether a forced call or an invalidation may pass now; if so, it has. A clock that was set back counts as time passed. */
export function mayDemand<C extends Credentials>(engine: Engine<C>, now: number): boolean {
  const passed = now - (engine.demandedAt ?? -Infinity);
  if (passed >= 0 && passed < interval) return false;
  engine.demandedAt = now;
  return true;
}

/** Drops what is held if it is what a vendor has just refused. */
export function invalidate<C extends Credentials>(
  engine: Engine<C>,
  rejected: CredentialsMatcher,
): "invalidated" | "already-replaced" | "rate-limited" {
  const { held, host, source, events } = engine;
  if (held === undefined || !matches(held.credentials, rejected)) return "already-replaced";
  if (!mayDemand(engine, host.now())) return "rate-limited";
  engine.held = undefined;
  engine.invalidated = true;
  // The next call loads at once, back-off or not.
  engine.pause = undefined;
  // A load that began before may bring the refused credentials again: its waiters ask anew.
  void supersede(engine, abortedError(source.name));
  events.emit({ type: "invalidated", identity: held.credentials.identity });
  return "invalidated";
}

/** An identity fits by its fingerprint, credentials by their access key id. */
function matches(credentials: Credentials, rejected: CredentialsMatcher): boolean {
  if ("fingerprint" in rejected) return rejected.fingerprint === credentials.identity.fingerprint;
  return credentials.type !== "bearer" && credentials.accessKeyId === rejected.accessKeyId;
}
