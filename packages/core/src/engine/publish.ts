import type { Credentials } from "../credentials/credentials.js";
import { expiryOf } from "../credentials/expiration.js";
import { isUncached } from "../credentials/uncached.js";
import type { CredentialsError } from "../errors/credentials-error.js";
import { nextAttemptAt, usable, type Engine, type Failure, type Held } from "./engine.js";
import type { RefreshPlan } from "./refresh-policy.js";

/** The plan of credentials that do not expire. */
const never: RefreshPlan = Object.freeze({ refreshAt: Infinity, blockAt: Infinity, rejectAt: Infinity });

/** Takes in what a load brought, unless a newer one has answered before. */
export function publish<C extends Credentials>(engine: Engine<C>, credentials: C, generation: number): void {
  if (generation < engine.generation) return;
  const { events, held, identity: previous } = engine;
  const { identity: current, expiration } = credentials;
  const unchanged = previous !== undefined && current.fingerprint === previous.fingerprint;
  engine.generation = generation;
  engine.identity = current;
  engine.failure = undefined;
  engine.failures = 0;
  engine.pause = undefined;
  engine.invalidated = false;

  const fresh = isUncached(credentials) ? undefined : hold(engine, credentials, unchanged);
  if (unchanged && fresh !== undefined && fresh.expiresAt === held?.expiresAt && fresh.expiresAt < Infinity) {
    // The same again: what was decided for it stays, and the next try waits as after a failure.
    engine.held = { ...held, credentials, promise: fresh.promise };
    engine.repeats += 1;
    backOff(engine, engine.repeats, undefined);
    events.emit({ type: "unchanged", identity: current, nextAttemptAt: nextAttemptAt(engine) });
    return;
  }
  engine.held = fresh;
  engine.repeats = 0;
  if (unchanged) return;
  events.emit({ type: "rotated", previous, current, expiration });
  if (
    previous?.principal !== undefined &&
    current.principal !== undefined &&
    previous.principal !== current.principal
  ) {
    events.emit({ type: "principal-changed", previous, current });
  }
}

/** Takes in a failure. One that a newer answer has overtaken is an event only. */
export function fail<C extends Credentials>(engine: Engine<C>, error: CredentialsError, generation: number): Failure {
  const failure = { error };
  if (generation >= engine.generation) {
    engine.failure = failure;
    engine.failures += 1;
    backOff(engine, engine.failures, error);
  }
  const now = engine.host.now();
  const serving = usable(engine, now)?.credentials.identity;
  engine.events.emit({ type: "refresh-failed", error, serving, nextAttemptAt: Math.max(now, nextAttemptAt(engine)) });
  return failure;
}

/** Credentials that have just come, under the plan that the policy draws for them. */
function hold<C extends Credentials>({ host, policy }: Engine<C>, credentials: C, unchanged: boolean): Held<C> {
  const expiresAt = expiryOf(credentials);
  const random = (): number => host.random();
  const plan = expiresAt === Infinity ? never : policy.plan({ obtainedAt: host.now(), expiresAt, unchanged, random });
  // Whatever a policy says, nothing is served past its expiration.
  const rejectAt = Math.min(plan.rejectAt, expiresAt);
  return {
    credentials,
    promise: Promise.resolve(credentials),
    expiresAt,
    plan: { ...plan, rejectAt },
    freshUntil: Math.min(plan.refreshAt, rejectAt),
    ttlLimit: Infinity,
  };
}

/** Lets no load begin by itself for a while: after a failure, or after an answer that brought nothing new (no error). */
function backOff<C extends Credentials>(
  engine: Engine<C>,
  failures: number,
  error: CredentialsError | undefined,
): void {
  const { host, policy } = engine;
  const now = host.now();
  const held = usable(engine, now);
  const { nextAttemptAt: until } = policy.afterFailure({
    now,
    failures,
    permanent: error?.permanent ?? false,
    unchanged: error === undefined,
    plan: held?.plan,
    retryAfter: error?.retryAfter,
    random: () => host.random(),
  });
  engine.pause = { since: now, until };
  if (held !== undefined) held.freshUntil = Math.min(held.plan.rejectAt, nextAttemptAt(engine));
}
