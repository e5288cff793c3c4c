import type { Credentials, CredentialsIdentity } from "../credentials/credentials.js";
import type { Attempt, CredentialsError } from "../errors/credentials-error.js";
import type { EventHub } from "../events/event-hub.js";
import type { Host } from "../host/host.js";
import type { CredentialsSource, LoadReason } from "../sources/credentials-source.js";
import type { AbortWaits } from "./abort-waits.js";
import type { RefreshPlan, RefreshPolicy } from "./refresh-policy.js";

/** Credentials that are held, with what was decided when they came. */
export interface Held<C extends Credentials> {
  readonly credentials: C;
  /** Already resolved: what callers get. */
  readonly promise: Promise<C>;
  /** Ms since the epoch; `Infinity` when they do not expire. */
  readonly expiresAt: number;
  readonly plan: RefreshPlan;
  /** Until then plain calls need nothing else: the one comparison of the hot path. */
  freshUntil: number;
  /** What they had left, in ms, when a caller who wanted more got them: asking again for more than this is useless. */
  ttlLimit: number;
}

/** One failed load. */
export interface Failure {
  readonly error: CredentialsError;
  /** The `EXPIRED` error for callers whose credentials ran out meanwhile: made once, shared by all. */
  expired?: CredentialsError;
}

/** How a load ended. With neither: an invalidation, or the provider's end, made its answer void. */
export interface FlightEnd<C extends Credentials> {
  readonly credentials?: C;
  readonly failure?: Failure;
}

/** A load in flight. */
export interface Flight<C extends Credentials> {
  /** Orders what loads publish. */
  readonly generation: number;
  readonly startedAt: number;
  readonly reason: LoadReason;
  /** Resolves after the answer was published or the failure recorded. */
  readonly end: Promise<FlightEnd<C>>;
  /** Ends it at once with this error, even if the source does not listen to its signal. */
  stop(error: CredentialsError): void;
  /** What calls without options come to. Made by the first of them, shared by all. */
  plain?: Promise<C>;
  /** Ends the wait of callers with something valid in hand. Made by the first of them. */
  patience?: Promise<FlightEnd<C>>;
}

/** Everything a provider knows. The functions of this folder work on it, each file on one side of it. */
export interface Engine<C extends Credentials> {
  readonly source: CredentialsSource<C>;
  readonly host: Host;
  readonly policy: RefreshPolicy;
  /** Ms. */
  readonly loadTimeout: number;
  readonly events: EventHub;

  held?: Held<C> | undefined;
  /** Of the last answer: a load that began before it changes nothing any more. */
  generation: number;
  /** Who the last credentials belonged to, held or not. */
  identity?: CredentialsIdentity;
  /** The last credentials were refused, and none have come since. */
  invalidated?: boolean;

  /** The last failure, until a success clears it, and failures in a row. */
  failure?: Failure | undefined;
  failures: number;
  /** Answers in a row that brought nothing new. */
  repeats: number;
  /** The back-off: within it no load begins by itself. */
  pause?: { readonly since: number; readonly until: number } | undefined;

  /** In the order they began. There is one, unless a forced call started a newer one beside it. */
  readonly flights: Flight<C>[];
  readonly waits: AbortWaits;
  /** Loads begun. */
  loads: number;
  /** The last forced call or invalidation that was let through. */
  demandedAt?: number;
  attempts: readonly Attempt[];
  clockSkew?: number;
  disposed?: boolean;
}

/** What may be served now. */
export function usable<C extends Credentials>({ held }: Engine<C>, now: number): Held<C> | undefined {
  return held !== undefined && now < held.plan.rejectAt ? held : undefined;
}

/** Whether a back-off runs. A clock that was set back ends it. */
export function isPaused<C extends Credentials>({ pause }: Engine<C>, now: number): boolean {
  return pause !== undefined && now >= pause.since && now < pause.until;
}

/** When the next load may begin by itself, in ms since the epoch; infinite when nothing calls for one. */
export function nextAttemptAt<C extends Credentials>({ held, pause }: Engine<C>): number {
  return Math.max(held?.plan.refreshAt ?? -Infinity, pause?.until ?? -Infinity);
}
