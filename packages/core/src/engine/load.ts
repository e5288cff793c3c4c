import type { Credentials } from "../credentials/credentials.js";
import { isUnavailable } from "../credentials/unavailable.js";
import type { CredentialsError } from "../errors/credentials-error.js";
import type { LoadContext, LoadReason } from "../sources/credentials-source.js";
import { failureOf, failureOfUnavailable } from "../sources/load-failure.js";
import { startTrace } from "../sources/trace.js";
import { whenSlow } from "../sources/when-slow.js";
import { deferred } from "./deferred.js";
import type { Engine, Flight, FlightEnd } from "./engine.js";
import { loadTimeoutError } from "./engine-errors.js";
import { fail, publish } from "./publish.js";
import { sleepBeside } from "./sleep-beside.js";
import { traceLoad } from "./trace-load.js";

/**
 * Begins a load: outside the caller's async context, under a deadline, traced. Its end is published or recorded before its
 * waiters run, unless it was superseded meanwhile.
 */
export function startLoad<C extends Credentials>(engine: Engine<C>, startedAt: number, reason: LoadReason): Flight<C> {
  const { source, host, loadTimeout, identity: previous, flights } = engine;
  const { name } = source;
  const end = deferred<FlightEnd<C>>();
  const stopped = deferred<never>();
  // Made when somebody first looks at it.
  let controller: AbortController | undefined;
  let stoppedBy: CredentialsError | undefined;
  const flight: Flight<C> = {
    generation: (engine.loads += 1),
    startedAt,
    reason,
    end: end.promise,
    stop(error) {
      // The first reason counts: a second rejection would be nobody's to handle.
      if (stoppedBy !== undefined) return;
      stoppedBy = error;
      // First its own rejection: a source that answers the abort at once would else name another reason.
      stopped.resolve(Promise.reject(error));
      controller?.abort(error);
    },
  };
  const context: LoadContext = {
    get signal() {
      controller ??= new AbortController();
      if (stoppedBy !== undefined) controller.abort(stoppedBy);
      return controller.signal;
    },
    reason,
    previous,
    host,
    warn: ({ source: path = name, code, message }) =>
      engine.events.emit({ type: "warning", source: path, code, message }),
    reportClockSkew: (milliseconds) => (engine.clockSkew = milliseconds),
  };
  const trace = startTrace(context);

  async function ask(): Promise<C> {
    const answer = await trace.record(name, () => source.load(trace.context));
    if (isUnavailable(answer)) throw failureOfUnavailable(answer, name);
    return answer;
  }

  async function run(): Promise<FlightEnd<C>> {
    engine.attempts = trace.attempts;
    const loading = host.detach(() => traceLoad(host, { provider: name, reason, previous }, ask));
    void whenSlow(loading, () => {
      sleepBeside(flight, host, startedAt + loadTimeout - host.now()).then(
        () => flight.stop(loadTimeoutError(name, loadTimeout)),
        () => undefined,
      );
    });
    const outcome = await Promise.race([loading, stopped.promise]).then(
      (credentials) => ({ credentials }),
      (thrown: unknown) => failureOf(thrown, name).with({ attempts: [...trace.attempts] }),
    );
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
  const ends = flights.splice(0).map((flight) => {
    flight.stop(error);
    return flight.end;
  });
  return Promise.all(ends);
}
