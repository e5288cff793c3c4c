import type { Credentials } from "../credentials/credentials.js";
import { isUnavailable } from "../credentials/unavailable.js";
import type { CredentialsError } from "../errors/credentials-error.js";
import type { LoadReason } from "../sources/credentials-source.js";
import { failureOf, failureOfUnavailable } from "../sources/load-failure.js";
import { startTrace } from "../sources/trace.js";
import { raceAbort } from "./abort-waits.js";
import { deferred } from "./deferred.js";
import type { Engine, Flight, FlightEnd } from "./engine.js";
import { loadTimeoutError } from "./engine-errors.js";
import { fail, publish } from "./publish.js";
import { traceLoad } from "./trace-load.js";

/**
 * Begins a load: outside the caller's async context, under a deadline, traced. Its end is published or recorded before its
 * waiters run, unless it was superseded meanwhile.
 */
export function startLoad<C extends Credentials>(engine: Engine<C>, startedAt: number, reason: LoadReason): Flight<C> {
  const { source, host, loadTimeout, identity: previous, flights, waits } = engine;
  const { name } = source;
  const controller = new AbortController();
  const over = new AbortController();
  const end = deferred<FlightEnd<C>>();
  const flight: Flight<C> = {
    generation: (engine.loads += 1),
    startedAt,
    reason,
    end: end.promise,
    over: over.signal,
    stop: (error) => controller.abort(error),
  };

  const trace = startTrace({
    signal: controller.signal,
    reason,
    previous,
    host,
    warn: ({ source: path = name, code, message }) =>
      engine.events.emit({ type: "warning", source: path, code, message }),
    reportClockSkew: (milliseconds) => (engine.clockSkew = milliseconds),
  });

  async function ask(): Promise<C> {
    const answer = await trace.record(name, () => source.load(trace.context));
    if (isUnavailable(answer)) throw failureOfUnavailable(answer, name);
    return answer;
  }

  async function run(): Promise<FlightEnd<C>> {
    engine.attempts = trace.attempts;
    host.sleep(loadTimeout, { signal: over.signal }).then(
      () => controller.abort(loadTimeoutError(name, loadTimeout)),
      () => undefined,
    );
    const loading = host.detach(() => traceLoad(host, { provider: name, reason, previous }, ask));
    const outcome = await raceAbort(waits, loading, controller.signal, (stopped) => failureOf(stopped, name)).then(
      (credentials) => ({ credentials }),
      (thrown: unknown) => failureOf(thrown, name).with({ attempts: [...trace.attempts] }),
    );
    over.abort();
    const index = flights.indexOf(flight);
    if (index < 0) return {};
    flights.splice(index, 1);
    if ("code" in outcome) return { failure: fail(engine, outcome, flight.generation) };
    publish(engine, outcome.credentials, flight.generation);
    return outcome;
  }

  // Known before it begins, so that a source that asks its own provider waits instead of recursing.
  flights.push(flight);
  // A policy that throws is its author's error: it reaches who waits, and harms nobody else.
  flight.end.catch(() => undefined);
  end.resolve(run());
  return flight;
}

/** Makes the answers of all loads in flight void and ends them. */
export function supersede<C extends Credentials>({ flights }: Engine<C>, error: CredentialsError): Promise<unknown> {
  const running = flights.splice(0);
  for (const flight of running) flight.stop(error);
  return Promise.all(running.map((flight) => flight.end));
}
