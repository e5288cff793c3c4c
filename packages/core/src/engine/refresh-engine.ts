import type { Credentials } from "../credentials/credentials.js";
import { expiryOf } from "../credentials/expiration.js";
import { configInvalid } from "../errors/config-invalid.js";
import type { Attempt } from "../errors/credentials-error.js";
import { createEventHub, type EventHub } from "../events/event-hub.js";
import type { Host } from "../host/host.js";
import type { CredentialsMatcher, GetCredentialsOptions, ProviderStatus } from "../sources/credentials-provider.js";
import type { CredentialsSource, LoadReason } from "../sources/credentials-source.js";
import { failureOf } from "../sources/load-failure.js";
import { abortedError, disposedError, insufficientTtl, supersededError } from "./engine-errors.js";
import { Failure } from "./failure.js";
import { Flights, type Flight, type FlightEnd } from "./flights.js";
import { createLoad, type LoadResult } from "./load.js";
import { matches } from "./matches.js";
import { ProviderState } from "./provider-state.js";
import { raceAbort } from "./race-abort.js";
import { rateLimit } from "./rate-limit.js";
import type { RefreshPolicy } from "./refresh-policy.js";
import { statusOf } from "./status.js";

/** How long callers wait for a load while the old credentials are still valid, in ms from its start. */
const longestWait = 5_000;
/** Forced calls and invalidations: one in this many ms. */
const demandInterval = 10_000;

/** The engine's settings, all of them decided. */
export interface EngineSettings<C extends Credentials> {
  readonly source: CredentialsSource<C>;
  readonly host: Host;
  readonly policy: RefreshPolicy;
  readonly loadTimeout: number;
}

/** Decides, for each call, between what is held, a load in flight, a new load, and an error. */
export class RefreshEngine<C extends Credentials> {
  readonly events: EventHub = createEventHub();
  readonly #settings: EngineSettings<C>;
  readonly #host: Host;
  readonly #state: ProviderState<C>;
  readonly #flights: Flights<C> = new Flights<C>();
  readonly #mayDemand = rateLimit(demandInterval);
  #attempts: readonly Attempt[] = [];
  #clockSkew: number | undefined;
  #disposed = false;

  constructor(settings: EngineSettings<C>) {
    const { source, host, policy } = settings;
    this.#settings = settings;
    this.#host = host;
    this.#state = new ProviderState(source.name, host, policy, this.events);
    if (source.fixed === undefined || expiryOf(source.fixed) <= host.now()) return;
    this.#state.publish(source.fixed, 0);
    this.#attempts = [{ source: source.fixed.identity.source, outcome: "success", duration: 0 }];
  }

  getCredentials(options: GetCredentialsOptions | undefined): Promise<C> {
    const now = this.#host.now();
    const state = this.#state;
    if (options === undefined) return now < state.freshUntil ? state.promise : this.#serve(now, undefined);

    const { signal, minTtl = 0, refresh } = options;
    if (signal?.aborted === true) return Promise.reject(abortedError(this.#name, signal.reason));
    if (!(minTtl >= 0)) return Promise.reject(configInvalid("minTtl", "a number of milliseconds", this.#name));
    const forced = refresh === "force" ? this.#demand(now) : undefined;
    if (forced !== undefined) return this.#joinForNew(forced, signal, minTtl);
    if (minTtl > 0) return this.#serveFor(now, signal, minTtl);
    return now < state.freshUntil ? state.promise : this.#serve(now, signal);
  }

  peek(): C | undefined {
    return this.#state.usable(this.#host.now())?.credentials;
  }

  invalidate(rejected: CredentialsMatcher): "invalidated" | "already-replaced" | "rate-limited" {
    const { held } = this.#state;
    if (held === undefined || !matches(held.credentials, rejected)) return "already-replaced";
    if (!this.#mayDemand(this.#host.now())) return "rate-limited";
    this.#state.drop();
    // A load that began before may bring the refused credential again: its answer is void, its waiters ask anew.
    void this.#flights.supersede(supersededError(this.#name));
    this.events.emit({ type: "invalidated", provider: this.#name, identity: held.credentials.identity });
    return "invalidated";
  }

  status(): ProviderStatus {
    return statusOf(this.#state, {
      now: this.#host.now(),
      disposed: this.#disposed,
      loads: this.#flights.count,
      attempts: this.#attempts,
      clockSkew: this.#clockSkew,
    });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#state.drop();
    await this.#flights.supersede(disposedError(this.#name));
    this.events.close();
  }

  get #name(): string {
    return this.#settings.source.name;
  }

  /** A call without wishes: whatever is valid, at once where possible. */
  #serve(now: number, signal: AbortSignal | undefined): Promise<C> {
    if (this.#disposed) return Promise.reject(disposedError(this.#name));
    const state = this.#state;
    const held = state.usable(now);
    let flight = this.#flights.newest;
    if (held === undefined) {
      const shared = flight === undefined ? state.sharedError(now) : undefined;
      if (shared !== undefined) return Promise.reject(shared);
      return this.#join(flight ?? this.#load(now, state.reason(now)), signal);
    }
    if (flight === undefined && now >= held.plan.refreshAt && !state.isPaused(now))
      flight = this.#load(now, "scheduled");
    if (flight === undefined || now < held.plan.blockAt || now >= flight.startedAt + longestWait) return held.promise;
    return this.#joinBriefly(flight, now, signal);
  }

  /** A call that wants the credentials to live for a while. */
  async #serveFor(now: number, signal: AbortSignal | undefined, minTtl: number): Promise<C> {
    const state = this.#state;
    const held = state.usable(now);
    if (held === undefined) return this.#longEnough(await this.#serve(now, signal), minTtl);
    const left = held.expiresAt - now;
    if (left >= minTtl) return this.#serve(now, signal);
    let flight = this.#flights.newest;
    if (flight === undefined) {
      const shared = state.sharedError(now);
      if (shared !== undefined) throw shared;
      if (state.isPaused(now) || (now < held.plan.refreshAt && minTtl > held.ttlLimit))
        throw this.#tooShort(left, minTtl);
      flight = this.#load(now, "scheduled");
    }
    return this.#joinForNew(flight, signal, minTtl);
  }

  /** The load a forced call waits for; none when the interval has not passed and no such load is in flight. */
  #demand(now: number): Flight<C> | undefined {
    if (this.#disposed) return undefined;
    return this.#mayDemand(now) ? this.#load(now, "forced") : this.#flights.newestForced;
  }

  /** Waits for a load with nothing valid in hand. */
  async #join(flight: Flight<C>, signal: AbortSignal | undefined): Promise<C> {
    return this.#answer(await this.#wait(flight.end, signal), signal);
  }

  /** Waits for a load with something valid in hand: not for long, and its failure does not matter. */
  async #joinBriefly(flight: Flight<C>, now: number, signal: AbortSignal | undefined): Promise<C> {
    flight.patience ??= this.#host.sleep(flight.startedAt + longestWait - now, { signal: flight.over }).then(
      () => undefined,
      () => flight.end,
    );
    const end = await this.#wait(Promise.race([flight.end, flight.patience]), signal);
    if (end !== undefined) return this.#answer(end, signal);
    return this.#state.usable(this.#host.now())?.credentials ?? this.#join(flight, signal);
  }

  /** Waits for a load that must succeed, since what is held is not wanted. */
  async #joinForNew(flight: Flight<C>, signal: AbortSignal | undefined, minTtl: number): Promise<C> {
    const end = await this.#wait(flight.end, signal);
    if (end !== "superseded" && "failure" in end && this.#state.generation < flight.generation) {
      throw this.#state.errorOf(end.failure, this.#host.now());
    }
    return this.#longEnough(await this.#answer(end, signal), minTtl);
  }

  #wait<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return raceAbort(promise, signal, (reason) => abortedError(this.#name, reason));
  }

  /** What a load's end means for a caller: the newest that is valid, be it older or newer than this load. */
  #answer(end: FlightEnd<C>, signal: AbortSignal | undefined): C | Promise<C> {
    const now = this.#host.now();
    if (end === "superseded") return this.#serve(now, signal);
    const held = this.#state.usable(now);
    if (held !== undefined) return held.credentials;
    if ("failure" in end) throw this.#state.errorOf(end.failure, now);
    return end.credentials;
  }

  #longEnough(credentials: C, minTtl: number): C {
    const left = expiryOf(credentials) - this.#host.now();
    if (left >= minTtl) return credentials;
    if (this.#state.held?.credentials === credentials) this.#state.held.ttlLimit = left;
    throw this.#tooShort(left, minTtl);
  }

  #tooShort(left: number, minTtl: number): Error {
    return insufficientTtl(this.#name, left, minTtl);
  }

  #load(now: number, reason: LoadReason): Flight<C> {
    const load = createLoad({
      ...this.#settings,
      reason,
      previous: this.#state.identity,
      warn: ({ source = this.#name, code, message }) => {
        this.events.emit({ type: "warning", provider: this.#name, source, code, message });
      },
      reportClockSkew: (milliseconds) => {
        this.#clockSkew = milliseconds;
      },
    });
    const start = { at: now, forced: reason === "forced" };
    return this.#flights.start(load, start, (result, generation) => this.#settle(result, generation));
  }

  #settle(result: LoadResult<C>, generation: number): FlightEnd<C> {
    this.#attempts = result.attempts;
    try {
      if ("error" in result) return { failure: this.#state.fail(result.error, generation) };
      this.#state.publish(result.credentials, generation);
      return { credentials: result.credentials };
    } catch (thrown) {
      // A policy that throws must not leave callers without an end.
      return { failure: new Failure(failureOf(thrown, this.#name)) };
    }
  }
}
