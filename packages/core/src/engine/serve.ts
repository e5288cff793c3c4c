import type { Credentials } from "../credentials/credentials.js";
import { expiryOf } from "../credentials/expiration.js";
import { configInvalid } from "../errors/config-invalid.js";
import type { CredentialsError } from "../errors/credentials-error.js";
import type { Host } from "../host/host.js";
import type { GetCredentialsOptions } from "../sources/credentials-provider.js";
import type { LoadReason } from "../sources/credentials-source.js";
import { raceAbort } from "./abort-waits.js";
import { mayDemand } from "./demand.js";
import { isPaused, usable, type Engine, type Failure, type Flight, type FlightEnd, type Held } from "./engine.js";
import { abortedError, disposedError, expiredUnrefreshed, insufficientTtl } from "./engine-errors.js";
import { startLoad } from "./load.js";
import { sleepBeside } from "./sleep-beside.js";

/** How long callers wait for a load while the old credentials are still valid, in ms from its start. */
const longestWait = 5_000;

/** A call whose wishes are settled. */
interface Call {
  readonly signal?: AbortSignal | undefined;
  /** Ms. */
  readonly minTtl: number;
  readonly forced?: boolean;
  /** Credentials of an older generation will not do. Default 0. */
  readonly oldest?: number;
  /** Something valid is in hand: the call does not wait for long, and a failure does not matter. */
  readonly brief?: boolean;
}

/** Of calls without options. However many wait for a load, they wait together. */
const plainCall: Call = { minTtl: 0 };

/** Answers one call: from what is held, a load in flight, a new load, or with an error. */
export function getCredentials<C extends Credentials>(
  engine: Engine<C>,
  options: GetCredentialsOptions | undefined,
): Promise<C> {
  const now = engine.host.now();
  if (options === undefined) {
    const { held } = engine;
    return held !== undefined && now < held.freshUntil ? held.promise : serve(engine, now, plainCall);
  }
  const { signal, minTtl = 0, refresh } = options;
  if (signal?.aborted === true) return Promise.reject(abortedError(engine.source.name, signal.reason));
  if (!(minTtl >= 0)) return Promise.reject(configInvalid("minTtl", "a number of milliseconds"));
  return serve(engine, now, { signal, minTtl, forced: refresh === "force" });
}

function serve<C extends Credentials>(engine: Engine<C>, now: number, call: Call): Promise<C> {
  const { disposed, flights, source } = engine;
  const { signal, minTtl, forced } = call;
  if (disposed === true) return Promise.reject(disposedError(source.name));
  if (forced === true) {
    // Within the interval a forced call shares the forced load in flight, or is a call like any other.
    const flight = mayDemand(engine, now)
      ? startLoad(engine, now, "forced")
      : flights.findLast(({ reason }) => reason === "forced");
    if (flight !== undefined) return join(engine, flight, { signal, minTtl, oldest: flight.generation });
  }

  const held = usable(engine, now);
  const paused = isPaused(engine, now);
  let flight = flights.at(-1);
  if (held !== undefined && held.expiresAt - now >= minTtl) {
    if (flight === undefined && now >= held.plan.refreshAt && !paused) flight = startLoad(engine, now, "scheduled");
    if (flight === undefined || paused || now < held.plan.blockAt || now >= flight.startedAt + longestWait)
      return held.promise;
    // The wait itself must not make a call fail that could have been served before it: no minTtl.
    return join(engine, flight, { signal, minTtl: 0, brief: true });
  }

  if (flight === undefined) {
    if (paused && engine.failure !== undefined) return Promise.reject(errorOf(engine, engine.failure, now));
    if (held !== undefined && (paused || (now < held.plan.refreshAt && minTtl > held.ttlLimit))) {
      return Promise.reject(insufficientTtl(source.name, held.expiresAt - now, minTtl));
    }
    flight = startLoad(engine, now, reasonOf(engine, held));
  }
  if (call !== plainCall) return join(engine, flight, call);
  flight.plain ??= join(engine, flight, call);
  // A promise of its own for each caller, so that a rejection nobody handles is still reported to whose it is.
  return flight.plain.then();
}

function reasonOf<C extends Credentials>(
  { invalidated, held, identity }: Engine<C>,
  valid: Held<C> | undefined,
): LoadReason {
  if (invalidated === true) return "invalidated";
  if (held !== valid) return "expired";
  return identity === undefined ? "initial" : "scheduled";
}

/** Waits for a load, then takes the newest credentials that will do, whichever load brought them. */
async function join<C extends Credentials>(engine: Engine<C>, flight: Flight<C>, call: Call): Promise<C> {
  const { host, source } = engine;
  const { signal, minTtl, oldest = 0, brief } = call;
  const ended = await raceAbort<FlightEnd<C>>(
    engine.waits,
    brief === true ? Promise.race([flight.end, patience(flight, host)]) : flight.end,
    signal,
    (reason) => abortedError(source.name, reason),
  );
  const now = host.now();
  const held = engine.generation >= oldest ? usable(engine, now) : undefined;
  const credentials = held?.credentials ?? ended.credentials;
  const left = credentials === undefined ? 0 : expiryOf(credentials) - now;
  if (credentials !== undefined && left > 0 && left >= minTtl) return credentials;
  if (ended.failure !== undefined) throw errorOf(engine, ended.failure, now);
  // The load was made void, or what was in hand ran out meanwhile.
  if (left <= 0) return serve(engine, now, { signal, minTtl });
  if (held !== undefined) held.ttlLimit = left;
  throw insufficientTtl(source.name, left, minTtl);
}

/** Resolves to nothing when callers with something valid in hand have waited long enough. One timer serves them all. */
function patience<C extends Credentials>(flight: Flight<C>, host: Host): Promise<FlightEnd<C>> {
  // No longer after the clock was set back.
  const left = Math.min(flight.startedAt + longestWait - host.now(), longestWait);
  flight.patience ??= sleepBeside(flight, host, left).then(
    () => ({}),
    () => flight.end,
  );
  return flight.patience;
}

/** The error of a failure for a caller of now. */
function errorOf<C extends Credentials>({ held }: Engine<C>, failure: Failure, now: number): CredentialsError {
  if (held === undefined || now < held.plan.rejectAt) return failure.error;
  failure.expired ??= expiredUnrefreshed(held.expiresAt, failure.error);
  return failure.expired;
}
