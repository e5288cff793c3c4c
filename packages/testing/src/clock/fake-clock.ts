import type { SleepOptions } from "@credport/core";
import { settle } from "./settle.js";

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** A clock that moves when the test says so. Times are ms since the epoch. */
export class FakeClock {
  #now: number;
  readonly #timers = new Set<Timer>();

  /** Starts at noon of 1 January 2026 (UTC) unless told otherwise. */
  constructor(start: number = Date.UTC(2026, 0, 1, 12)) {
    this.#now = start;
  }

  /** The time, in ms since the epoch. */
  now(): number {
    return this.#now;
  }

  /** A `Date` this many ms from now. */
  date(inMilliseconds = 0): Date {
    return new Date(this.#now + inMilliseconds);
  }

  /** Sleeps that have not ended. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Resolves once the clock was advanced that far. Rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, options: SleepOptions = {}): Promise<void> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#timers.delete(timer);
        reject(signal?.reason);
      };
      const timer: Timer = {
        at: this.#now + Math.max(0, milliseconds),
        fire: () => {
          this.#timers.delete(timer);
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      if (signal?.aborted === true) {
        abort();
        return;
      }
      signal?.addEventListener("abort", abort, { once: true });
      this.#timers.add(timer);
    });
  }

  /**
   * Moves on, ending each sleep at its own time and letting what waits for it run before the next. Calls that overlap count from
   * when each was made, and none sets the clock back.
   */
  async advance(milliseconds: number): Promise<void> {
    const target = this.#now + milliseconds;
    await settle();
    for (let next = this.#next(target); next !== undefined; next = this.#next(target)) {
      this.#now = Math.max(this.#now, next.at);
      next.fire();
      await settle();
    }
    this.#now = Math.max(this.#now, target);
    await settle();
  }

  /** Sets the clock without ending any sleep, as a suspended machine or a time server does. Takes negative numbers too. */
  jump(milliseconds: number): void {
    this.#now += milliseconds;
  }

  #next(target: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= target && timer.at < (next?.at ?? Infinity)) next = timer;
    }
    return next;
  }
}
