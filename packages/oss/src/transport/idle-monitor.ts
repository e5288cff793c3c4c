import type { Host } from "@credport/core";

/** What is told that no byte moves. */
export interface IdleListener {
  onIdle(): void;
}

/** An exchange under watch. */
export class IdleWatch {
  readonly #monitor: IdleMonitor;
  readonly #timeout: number;
  readonly #listener: IdleListener;
  #lastActivity: number;
  #paused = false;
  /** Its place among the monitor's, which the monitor keeps; -1: none. */
  index = -1;

  /** `now` and `timeout` in ms. */
  constructor(monitor: IdleMonitor, timeout: number, listener: IdleListener, now: number) {
    this.#monitor = monitor;
    this.#timeout = timeout;
    this.#listener = listener;
    this.#lastActivity = now;
  }

  /** A byte moved. */
  touch(): void {
    this.#lastActivity = this.#monitor.now();
    this.#paused = false;
  }

  /** The other side is not to blame: nothing counts until the next `touch`. */
  pause(): void {
    this.#paused = true;
  }

  /** The exchange is over. */
  end(): void {
    this.#monitor.forget(this);
  }

  /** When it has been idle for too long, in ms since the epoch; tells the listener when that is not after `now`. */
  check(now: number): number {
    const deadline = (this.#paused ? now : this.#lastActivity) + this.#timeout;
    if (deadline > now) return deadline;
    this.end();
    this.#listener.onIdle();
    return Infinity;
  }
}

/**
 * Ends exchanges on which no byte moves for too long. One sleeping wait serves all of them, so that a request costs no timer of
 * its own, a limit below a second is kept, and a source that stalls counts like a server that does.
 */
export class IdleMonitor {
  readonly #host: Pick<Host, "now" | "sleep">;
  /** In no order. A `Set` would drag every finished exchange into the old generation of the heap, by the tables it outgrew. */
  readonly #watched: IdleWatch[] = [];
  #wakeAt = Infinity;
  #sleeping: AbortController | undefined;

  constructor(host: Pick<Host, "now" | "sleep">) {
    this.#host = host;
  }

  /** The time in ms since the epoch. */
  now(): number {
    return this.#host.now();
  }

  /** Watches until `end`; tells the listener once after `timeout` ms without a byte. A timeout of 0 or less watches nothing. */
  watch(timeout: number, listener: IdleListener): IdleWatch {
    const now = this.#host.now();
    const watch = new IdleWatch(this, timeout, listener, now);
    if (timeout <= 0) return watch;
    watch.index = this.#watched.push(watch) - 1;
    this.#wake(now + timeout);
    return watch;
  }

  /** Watches no longer. */
  forget(watch: IdleWatch): void {
    const { index } = watch;
    const last = this.#watched.at(-1);
    if (index < 0 || last === undefined) return;
    this.#watched[index] = last;
    last.index = index;
    this.#watched.pop();
    watch.index = -1;
  }

  #wake(at: number): void {
    if (at >= this.#wakeAt) return;
    this.#sleeping?.abort();
    const sleeping = new AbortController();
    this.#sleeping = sleeping;
    this.#wakeAt = at;
    const delay = Math.max(0, at - this.#host.now());
    this.#host.sleep(delay, { signal: sleeping.signal }).then(
      () => this.#check(),
      () => undefined,
    );
  }

  #check(): void {
    this.#wakeAt = Infinity;
    const now = this.#host.now();
    let next = Infinity;
    // A copy, since those that were idle for too long leave.
    for (const watch of [...this.#watched]) next = Math.min(next, watch.check(now));
    if (next < Infinity) this.#wake(next);
  }
}
