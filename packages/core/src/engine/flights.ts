import type { Credentials } from "../credentials/credentials.js";
import type { CredentialsError } from "../errors/credentials-error.js";
import type { Failure } from "./failure.js";
import type { Load, LoadResult } from "./load.js";

/** How a flight ended. `superseded`: an invalidation, or the provider's end, made its answer void. */
export type FlightEnd<C extends Credentials> =
  { readonly credentials: C } | { readonly failure: Failure } | "superseded";

/** A load in flight, as its waiters see it. */
export interface Flight<C extends Credentials> {
  /** Orders what loads publish. */
  readonly generation: number;
  readonly startedAt: number;
  readonly forced: boolean;
  /** Aborts when the load is over. */
  readonly over: AbortSignal;
  /** Resolves after the answer was published or the failure recorded. Never rejects. */
  readonly end: Promise<FlightEnd<C>>;
  /** Resolves to nothing when callers with something valid in hand have waited long enough. Made by the first of them. */
  patience?: Promise<FlightEnd<C> | undefined>;
}

/** The loads in flight. There is one, unless a forced call started a newer one beside it. */
export class Flights<C extends Credentials> {
  /** Loads begun so far. */
  count = 0;
  readonly #running = new Map<Flight<C>, Load<C>>();

  /** The flight to join: the one that began last. */
  get newest(): Flight<C> | undefined {
    return [...this.#running.keys()].at(-1);
  }

  /** The last one that a caller forced. */
  get newestForced(): Flight<C> | undefined {
    return [...this.#running.keys()].findLast((flight) => flight.forced);
  }

  /** Begins a load. `settle` runs once, unless the flight is superseded before. */
  start(
    load: Load<C>,
    start: { readonly at: number; readonly forced: boolean },
    settle: (result: LoadResult<C>, generation: number) => FlightEnd<C>,
  ): Flight<C> {
    this.count += 1;
    const generation = this.count;
    const end = load.result.then((result) =>
      this.#running.delete(flight) ? settle(result, generation) : "superseded",
    );
    const flight: Flight<C> = { generation, startedAt: start.at, forced: start.forced, over: load.over, end };
    // Known before it begins, so that a source that asks its own provider waits instead of recursing.
    this.#running.set(flight, load);
    load.begin();
    return flight;
  }

  /** Makes the answers of all flights void and ends their loads. Resolves when they are over. */
  async supersede(error: CredentialsError): Promise<void> {
    const running = [...this.#running];
    this.#running.clear();
    for (const [, load] of running) load.abort(error);
    await Promise.all(running.map(([flight]) => flight.end));
  }
}
