import type { Credentials, CredentialsIdentity } from "../credentials/credentials.js";
import { expiryOf } from "../credentials/expiration.js";
import { isUncached } from "../credentials/uncached.js";
import type { CredentialsError } from "../errors/credentials-error.js";
import type { EventHub } from "../events/event-hub.js";
import type { Host } from "../host/host.js";
import type { LoadReason } from "../sources/credentials-source.js";
import { Failure } from "./failure.js";
import { heldUnder, type Held } from "./held.js";
import type { RefreshPolicy } from "./refresh-policy.js";

/** What a provider holds and remembers: the published credentials, the last failure, and when the next load may begin. */
export class ProviderState<C extends Credentials> {
  held: Held<C> | undefined;
  /** The last failure, until a success clears it. */
  failure: Failure | undefined;
  /** Failures in a row. */
  failures = 0;
  /** Until then `promise` answers every plain call: the one comparison of the hot path. */
  freshUntil: number = Number.NEGATIVE_INFINITY;
  /** What a plain call gets before `freshUntil`. Never settles while nothing is held, and is never handed out then. */
  promise: Promise<C> = nothingYet();
  /** Who the last credentials belonged to, held or not. */
  identity: CredentialsIdentity | undefined;

  /** Of the last answer: a load that began before it changes nothing any more. */
  generation = 0;

  readonly #name: string;
  readonly #host: Host;
  readonly #policy: RefreshPolicy;
  readonly #events: EventHub;
  readonly #random: () => number = () => this.#host.random();
  /** Answers in a row that brought nothing new. */
  #repeats = 0;
  #invalidated = false;
  /** No load begins by itself within it. */
  #pause: { readonly since: number; readonly until: number } | undefined;

  constructor(name: string, host: Host, policy: RefreshPolicy, events: EventHub) {
    this.#name = name;
    this.#host = host;
    this.#policy = policy;
    this.#events = events;
  }

  /** What may be served now. */
  usable(now: number): Held<C> | undefined {
    return this.held !== undefined && now < this.held.plan.rejectAt ? this.held : undefined;
  }

  /** Whether a back-off runs. A clock that was set back ends it. */
  isPaused(now: number): boolean {
    return this.#pause !== undefined && now >= this.#pause.since && now < this.#pause.until;
  }

  /** Earliest time the next load begins by itself, in ms since the epoch. */
  get nextAttemptAt(): number | undefined {
    const at = Math.max(this.held?.plan.refreshAt ?? -Infinity, this.#pause?.until ?? -Infinity);
    return Number.isFinite(at) ? at : undefined;
  }

  /** Why a load begins now. */
  reason(now: number): LoadReason {
    if (this.#invalidated) return "invalidated";
    if (this.held !== undefined) return this.usable(now) === undefined ? "expired" : "scheduled";
    return this.identity === undefined ? "initial" : "scheduled";
  }

  /** Takes in what a load brought, unless a newer one has answered before. */
  publish(credentials: C, generation: number): void {
    if (generation < this.generation) return;
    this.generation = generation;
    const previous = this.identity;
    this.identity = credentials.identity;
    this.failure = undefined;
    this.failures = 0;
    this.#pause = undefined;
    if (isUncached(credentials)) this.#hold(undefined);
    else this.#take(credentials, credentials.identity.fingerprint === previous?.fingerprint);
    this.#invalidated = false;
    this.#announce(previous, credentials);
  }

  /** Takes in a failure. One that a newer answer has overtaken is an event only. */
  fail(error: CredentialsError, generation: number): Failure {
    const now = this.#host.now();
    const failure = new Failure(error);
    const serving = this.usable(now);
    if (generation >= this.generation) {
      this.failure = failure;
      this.failures += 1;
      this.#pauseAfter(now, { failures: this.failures, unchanged: false, error });
    }
    this.#events.emit({
      type: "refresh-failed",
      provider: this.#name,
      error,
      serving: serving?.credentials.identity,
      nextAttemptAt: this.nextAttemptAt ?? now,
    });
    return failure;
  }

  /** The error that all callers share while a back-off runs after a failure. */
  sharedError(now: number): CredentialsError | undefined {
    return this.failure !== undefined && this.isPaused(now) ? this.errorOf(this.failure, now) : undefined;
  }

  /** The error of a failure for a caller of now. */
  errorOf(failure: Failure, now: number): CredentialsError {
    if (this.held === undefined || now < this.held.plan.rejectAt) return failure.error;
    return failure.expired(this.held.expiresAt);
  }

  /** Removes what is held, for good. The next call loads at once, back-off or not. */
  drop(): void {
    this.#pause = undefined;
    this.#invalidated = true;
    this.#hold(undefined);
  }

  #take(credentials: C, unchanged: boolean): void {
    const now = this.#host.now();
    const { held } = this;
    if (!unchanged || held?.expiresAt !== expiryOf(credentials) || held.expiresAt === Infinity) {
      this.#repeats = 0;
      this.#hold(heldUnder(this.#policy, credentials, { now, unchanged, random: this.#random }));
      return;
    }
    // The same again: its own plan stays, and the next try waits as after a failure.
    this.#repeats += 1;
    this.#hold({ ...held, credentials, promise: Promise.resolve(credentials) });
    this.#pauseAfter(now, { failures: this.#repeats, unchanged: true, error: undefined });
    const nextAttemptAt = this.nextAttemptAt ?? now;
    this.#events.emit({ type: "unchanged", provider: this.#name, identity: credentials.identity, nextAttemptAt });
  }

  #pauseAfter(now: number, end: { failures: number; unchanged: boolean; error: CredentialsError | undefined }): void {
    const { nextAttemptAt } = this.#policy.afterFailure({
      now,
      failures: end.failures,
      permanent: end.error?.permanent ?? false,
      unchanged: end.unchanged,
      plan: this.usable(now)?.plan,
      retryAfter: end.error?.retryAfter,
      random: this.#random,
    });
    this.#pause = { since: now, until: nextAttemptAt };
    this.#hold(this.held);
  }

  /** Sets what is held, and with it the hot path's two fields. */
  #hold(held: Held<C> | undefined): void {
    this.held = held;
    this.promise = held?.promise ?? nothingYet();
    const due = Math.max(held?.plan.refreshAt ?? -Infinity, this.#pause?.until ?? -Infinity);
    this.freshUntil = held === undefined ? -Infinity : Math.min(held.plan.rejectAt, due);
  }

  #announce(previous: CredentialsIdentity | undefined, { identity, expiration }: C): void {
    if (identity.fingerprint === previous?.fingerprint) return;
    const provider = this.#name;
    this.#events.emit({ type: "rotated", provider, previous, current: identity, expiration });
    if (
      previous?.principal !== undefined &&
      identity.principal !== undefined &&
      previous.principal !== identity.principal
    ) {
      this.#events.emit({ type: "principal-changed", provider, previous, current: identity });
    }
  }
}

/** Fills `promise` while nothing is held. It is never handed out. */
function nothingYet(): Promise<never> {
  return new Promise(() => undefined);
}
