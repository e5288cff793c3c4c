import type { Credentials } from "../credentials/credentials.js";
import { expiryOf } from "../credentials/expiration.js";
import { configInvalid } from "../errors/config-invalid.js";
import type { CredentialsError } from "../errors/credentials-error.js";
import type { GetCredentialsOptions } from "../sources/credentials-provider.js";
import type { LoadReason } from "../sources/credentials-source.js";
import { mayDemand } from "./demand.js";
import { isPaused, usable, type Engine, type Failure, type Flight, type FlightEnd, type Held } from "./engine.js";
import { abortedError, disposedError, expiredUnrefreshed, insufficientTtl } from "./engine-errors.js";
import { startLoad } from "./load.js";
import { raceAbort } from "./race-abort.js";

/** How long callers wait for a load while the old credentials are still valid, in ms from its start. */
const longestWait = 5_000;

/** A call whose wishes are settled. */
interface Call {
  readonly signal?: AbortSignal | undefined;
  /** Ms. */
  readonly minTtl: number;
  readonly forced: boolean;
}

const plainCall: Call = { minTtl: 0, forced: false };

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
  if (disposed === true) return Promise.reject(disposedError(source.name));
  if (call.forced) {
    // Within the interval a forced call shares the forced load in flight, or is a call like any other.
    const forced = mayDemand(engine, now)
      ? startLoad(engine, now, "forced")
      : flights.findLast(({ reason }) => reason === "forced");
    if (forced !== undefined) return join(engine, forced, call, forced.generation);
  }

  const held = usable(engine, now);
  let flight = flights.at(-1);
  if (held !== undefined && held.expiresAt - now >= call.minTtl) {
    if (flight === undefined && now >= held.plan.refreshAt && !isPaused(engine, now)) {
      flight = startLoad(engine, now, "scheduled");
    }
    if (flight === undefined || now < held.plan.blockAt || now >= flight.startedAt + longestWait) return held.promise;
    return joinBriefly(engine, flight, call, now);
  }

  if (flight === undefined) {
    const refused = refusal(engine, now, held, call.minTtl);
    if (refused !== undefined) return Promise.reject(refused);
    flight = startLoad(engine, now, reasonOf(engine, held));
  }
  return join(engine, flight, call);
}

/** Why no load may begin now for a call that what is held cannot serve. */
function refusal<C extends Credentials>(
  engine: Engine<C>,
  now: number,
  held: Held<C> | undefined,
  minTtl: number,
): CredentialsError | undefined {
  const paused = isPaused(engine, now);
  if (paused && engine.failure !== undefined) return errorOf(engine, engine.failure, now);
  if (held === undefined || !(paused || (now < held.plan.refreshAt && minTtl > held.ttlLimit))) return undefined;
  return insufficientTtl(engine.source.name, held.expiresAt - now, minTtl);
}

function reasonOf<C extends Credentials>(
  { invalidated, held, identity }: Engine<C>,
  valid: Held<C> | undefined,
): LoadReason {
  if (invalidated === true) return "invalidated";
  if (held !== valid) return "expired";
  return identity === undefined ? "initial" : "scheduled";
}

/** Waits for a load. Credentials of an older generation than `oldest` will not do. */
async function join<C extends Credentials>(engine: Engine<C>, flight: Flight<C>, call: Call, oldest = 0): Promise<C> {
  return conclude(engine, await wait(engine, flight.end, call), call, oldest);
}

/** Waits for a load with something valid in hand: not for long, and its failure does not matter. */
async function joinBriefly<C extends Credentials>(
  engine: Engine<C>,
  flight: Flight<C>,
  call: Call,
  now: number,
): Promise<C> {
  const { host } = engine;
  flight.patience ??= host.sleep(flight.startedAt + longestWait - now, { signal: flight.over }).then(
    () => undefined,
    () => flight.end,
  );
  const end = await wait(engine, Promise.race([flight.end, flight.patience]), call);
  // The wait itself must not make a call fail that could have been served before it.
  const patient = { ...call, minTtl: 0 };
  if (end !== undefined) return conclude(engine, end, patient, 0);
  return usable(engine, host.now())?.credentials ?? join(engine, flight, patient);
}

function wait<C extends Credentials, T>({ source }: Engine<C>, promise: Promise<T>, { signal }: Call): Promise<T> {
  return raceAbort(promise, signal, (reason) => abortedError(source.name, reason));
}

/** What a load's end means for a caller: the newest credentials that will do, whichever load brought them. */
function conclude<C extends Credentials>(
  engine: Engine<C>,
  end: FlightEnd<C>,
  call: Call,
  oldest: number,
): C | Promise<C> {
  const now = engine.host.now();
  if (end === "superseded") return serve(engine, now, { ...call, forced: false });
  const held = engine.generation >= oldest ? usable(engine, now) : undefined;
  const failure = "failure" in end ? end.failure : undefined;
  const credentials = held?.credentials ?? ("credentials" in end ? end.credentials : undefined);
  const left = credentials === undefined ? -Infinity : expiryOf(credentials) - now;
  if (credentials !== undefined && left >= call.minTtl) return credentials;
  if (failure !== undefined) throw errorOf(engine, failure, now);
  if (held !== undefined) held.ttlLimit = left;
  throw insufficientTtl(engine.source.name, left, call.minTtl);
}

/** The error of a failure for a caller of now. */
function errorOf<C extends Credentials>({ held }: Engine<C>, failure: Failure, now: number): CredentialsError {
  if (held === undefined || now < held.plan.rejectAt) return failure.error;
  failure.expired ??= expiredUnrefreshed(held.expiresAt, failure.error);
  return failure.expired;
}
