import { limitTimer } from "./limit-timer.js";

/** A limit that runs until it is reached or ended. */
export class Limit {
  /** Place among those that run; -1 once it does not. */
  index: number;
  /** On the clock that nobody sets, in ms. */
  readonly due: number;
  readonly reached: () => void;
  readonly #limits: Limits;

  constructor(limits: Limits, index: number, due: number, reached: () => void) {
    this.#limits = limits;
    this.index = index;
    this.due = due;
    this.reached = reached;
  }

  /** Does away with it. */
  end(): void {
    this.#limits.forget(this);
  }
}

/**
 * Limits of many requests at once under one timer, which holds the process while any of them runs: a timer of its own costs a
 * request as much as its signature.
 */
export class Limits {
  /** In no order. */
  readonly #running: Limit[] = [];
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Infinity;

  /** Calls `reached` once, after so many ms, unless the limit is ended before. `Infinity` is never reached. */
  start(milliseconds: number, reached: () => void): Limit {
    const now = performance.now();
    const limit = new Limit(this, this.#running.length, now + milliseconds, reached);
    this.#running.push(limit);
    if (this.#timer === undefined || limit.due < this.#firesAt) this.#fireAt(limit.due, now);
    return limit;
  }

  /** Does away with a limit. */
  forget(limit: Limit): void {
    const { index } = limit;
    const last = this.#running.at(-1);
    if (index < 0 || last === undefined) return;
    this.#running[index] = last;
    last.index = index;
    this.#running.pop();
    limit.index = -1;
    if (this.#running.length === 0) this.#stop();
  }

  #fireAt(due: number, now: number): void {
    clearTimeout(this.#timer);
    this.#firesAt = due;
    // A timer may be early by a part of a millisecond.
    this.#timer = limitTimer(() => this.#check(), Math.ceil(due - now));
  }

  #check(): void {
    this.#stop();
    const now = performance.now();
    for (const limit of this.#running.filter(({ due }) => due <= now)) {
      // One that was reached may have ended another.
      if (limit.index < 0) continue;
      this.forget(limit);
      limit.reached();
    }
    let next = Infinity;
    for (const { due } of this.#running) next = Math.min(next, due);
    if (this.#running.length > 0) this.#fireAt(next, now);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firesAt = Infinity;
  }
}
