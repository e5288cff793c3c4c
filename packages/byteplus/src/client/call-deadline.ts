import type { Host } from "@credport/core";
import { allowManyListeners } from "@credport/node";
import { configError } from "../config/settings.js";
import type { BytePlusError } from "../errors/byteplus-error.js";
import { cancelled } from "../errors/cancelled.js";

/** What may end a call early: its caller's signal, and a time limit of its own. */
export class CallDeadline {
  /** Aborts when the call is over; `undefined` where nothing can end it. */
  readonly signal: AbortSignal | undefined;
  readonly #host: Host;
  readonly #endsAt: number;
  readonly #stop: AbortController | undefined;

  constructor(host: Host, given: AbortSignal | undefined, timeoutMs: number | undefined) {
    if (timeoutMs !== undefined && !(timeoutMs > 0)) throw configError('"timeoutMs" must be more than 0 ms.');
    if (given !== undefined && typeof Reflect.get(given, "addEventListener") !== "function") {
      throw configError('"signal" must be an AbortSignal.');
    }
    if (given !== undefined) allowManyListeners(given);
    this.#host = host;
    this.#endsAt = timeoutMs === undefined ? Infinity : host.now() + timeoutMs;
    if (timeoutMs === undefined) {
      this.signal = given;
      return;
    }
    const controller = new AbortController();
    this.#stop = new AbortController();
    this.signal = controller.signal;
    if (given?.aborted === true) controller.abort(given.reason);
    given?.addEventListener("abort", () => controller.abort(given.reason), { signal: this.#stop.signal });
    host.sleep(timeoutMs, { signal: this.#stop.signal }).then(
      () => controller.abort(new DOMException("The call's time limit ran out.", "TimeoutError")),
      () => undefined,
    );
  }

  /** The error of a call that was ended, or `undefined` while it may go on. */
  get error(): BytePlusError | undefined {
    return this.signal?.aborted === true ? cancelled(this.signal.reason) : undefined;
  }

  /** Throws {@link error}. */
  throwIfOver(): void {
    const { error } = this;
    if (error !== undefined) throw error;
  }

  /** Waits for work, but no longer than the call may take: not everything that is waited for listens to the signal. */
  within<T>(work: Promise<T> | T): Promise<T> | T {
    const { signal } = this;
    if (signal === undefined) return work;
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(cancelled(signal.reason));
      const settled = (): void => signal.removeEventListener("abort", abort);
      Promise.resolve(work).then(resolve, reject).then(settled, settled);
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
    });
  }

  /** Whether a wait of that many ms would still leave time. */
  allows(milliseconds: number): boolean {
    return this.#host.now() + milliseconds < this.#endsAt;
  }

  /** Lets go of the timer and the caller's signal. */
  end(): void {
    this.#stop?.abort();
  }
}
