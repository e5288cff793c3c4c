import { parseHttpDate } from "@credport/core";
import type { AttemptFailure } from "./attempt-failure.js";
import type { Call } from "./call.js";
import type { Attempt, Requester } from "./requester.js";
import { MaxComputeClientError } from "../errors/client-error.js";

/** Attempts after the first, for failures that may pass by themselves. */
const maximumRetries = 4;
/** Ceiling of the delay before the first of them, in ms. */
const baseDelay = 100;
/** A server's `Retry-After` counts up to here, in ms. */
const longestRetryAfter = 120_000;
/** How long a submission waits out conflicts, in ms, how long each time unless the server says, and how long at least. */
const conflictWindow = 180_000;
const conflictDelay = 5_000;
const shortestConflictDelay = 1_000;

/** Decides what follows a failed attempt of one call. */
export class Recovery {
  readonly #requester: Requester;
  readonly #call: Call;
  readonly #startedAt: number;
  #retries = 0;
  #fellBack = false;
  #corrected = false;
  #refreshed = false;

  constructor(requester: Requester, call: Call) {
    this.#requester = requester;
    this.#call = call;
    this.#startedAt = requester.settings.host.now();
  }

  /** The delay before the next attempt, in ms. Throws what the caller shall get when there is none. */
  async delayAfter(failure: AttemptFailure, attempt: Attempt): Promise<number> {
    const delay = failure.kind === "answer" ? await this.#afterAnswer(failure, attempt) : this.#afterSilence(failure);
    if (delay !== undefined) return delay;
    throw this.#isUncertain(failure) ? this.#uncertain(failure) : failure.error;
  }

  async #afterAnswer(
    failure: Extract<AttemptFailure, { kind: "answer" }>,
    attempt: Attempt,
  ): Promise<number | undefined> {
    const { parsed } = failure;
    const { signature } = this.#requester.settings;
    if (!this.#fellBack && signature.fallBack(attempt.endpoint, attempt.region, parsed)) {
      this.#fellBack = true;
      return 0;
    }
    switch (parsed.kind) {
      case "clock-skew":
        return this.#correctClock(failure, attempt) ? 0 : undefined;
      case "auth-expired":
      case "auth-invalid":
        return (await this.#refresh(attempt)) ? 0 : undefined;
      case "throttled":
        return this.#backOff(parsed.retryAfterMs);
      case "conflict":
        return this.#call.repeat === "submit" ? this.#waitOutConflict(parsed.retryAfterMs) : undefined;
      case "server":
        return this.#mayRunTwice() ? this.#backOff(parsed.retryAfterMs) : undefined;
      case "client":
      case "forbidden":
      case "not-found":
        return undefined;
    }
  }

  #afterSilence({ failure }: Extract<AttemptFailure, { kind: "network" }>): number | undefined {
    if (failure.hopeless) return undefined;
    return failure.unsent || this.#mayRunTwice() ? this.#backOff(undefined) : undefined;
  }

  #mayRunTwice(): boolean {
    return this.#call.repeat === "always" || this.#call.submission?.retryUncertain === true;
  }

  /** Full jitter under a doubling ceiling. */
  #backOff(retryAfter: number | undefined): number | undefined {
    if (this.#retries === maximumRetries) return undefined;
    const { host, maximumRetryDelay } = this.#requester.settings;
    const ceiling = Math.min(baseDelay * 2 ** this.#retries++, maximumRetryDelay);
    return Math.max(host.random() * ceiling, Math.min(retryAfter ?? 0, longestRetryAfter));
  }

  #waitOutConflict(retryAfter: number | undefined): number | undefined {
    const delay = Math.max(retryAfter ?? conflictDelay, shortestConflictDelay);
    const waited = this.#requester.settings.host.now() - this.#startedAt;
    return waited + delay > conflictWindow ? undefined : delay;
  }

  #correctClock(failure: Extract<AttemptFailure, { kind: "answer" }>, attempt: Attempt): boolean {
    if (this.#corrected) return false;
    this.#corrected = true;
    const said = failure.parsed.serverTime ?? undefined;
    const serverTime = said === undefined ? parseHttpDate(failure.date) : Date.parse(said);
    return this.#requester.clock.correct(serverTime ?? NaN, attempt.sentAt, failure.receivedAt);
  }

  async #refresh(attempt: Attempt): Promise<boolean> {
    if (this.#refreshed) return false;
    this.#refreshed = true;
    const { account } = this.#requester.settings;
    return (await account.refused?.(attempt.request, { signal: this.#call.signal })) ?? false;
  }

  /** Whether a submitted job may be running although no answer says so. */
  #isUncertain(failure: AttemptFailure): boolean {
    if (this.#call.repeat !== "submit") return false;
    return failure.kind === "answer" ? failure.parsed.kind === "server" : !failure.failure.unsent;
  }

  #uncertain(failure: AttemptFailure): MaxComputeClientError {
    const { operation, submission } = this.#call;
    return new MaxComputeClientError({
      code: "SUBMIT_UNCERTAIN",
      message: `${operation}: the connection or the service failed after the job was sent, so it may be running; look for uuid ${submission?.uuid ?? ""} before submitting it again`,
      uuid: submission?.uuid,
      uniqueId: submission?.uniqueId,
      requestId: failure.error.requestId,
      cause: failure.error,
    });
  }
}
