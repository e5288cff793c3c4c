import type { Host } from "@credport/core";

/** An exchange under watch. */
export interface IdleWatch {
  /** A byte moved. */
  touch(): void;
  /** The other side is not to blame: nothing counts until the next `touch`. */
  pause(): void;
  /** The exchange is over. */
  end(): void;
}

interface Watched {
  readonly timeout: number;
  readonly onIdle: () => void;
  lastActivity: number;
  paused: boolean;
}

/**
 * Ends exchanges on which no byte moves for too long. One sleeping wait serves all of them, so that a request costs no timer of
 * its own, a limit below a second is kept, and a source that stalls counts like a server that does.
 */
export class IdleMonitor {
  readonly #host: Pick<Host, "now" | "sleep">;
  readonly #watched = new Set<Watched>();
  #wakeAt = Infinity;
  #sleeping: AbortController | undefined;

  constructor(host: Pick<Host, "now" | "sleep">) {
    this.#host = host;
  }

  /** Watches until `end`; calls `onIdle` once after `timeout` ms without a byte. A timeout of 0 watches nothing. */
  watch(timeout: number, onIdle: () => void): IdleWatch {
    if (timeout <= 0) return unwatched;
    const entry: Watched = { timeout, onIdle, lastActivity: this.#host.now(), paused: false };
    this.#watched.add(entry);
    this.#wake(entry.lastActivity + timeout);
    return {
      touch: () => {
        entry.lastActivity = this.#host.now();
        entry.paused = false;
      },
      pause: () => {
        entry.paused = true;
      },
      end: () => {
        this.#watched.delete(entry);
      },
    };
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
    for (const entry of this.#watched) {
      const deadline = entry.paused ? now + entry.timeout : entry.lastActivity + entry.timeout;
      if (deadline > now) {
        next = Math.min(next, deadline);
        continue;
      }
      this.#watched.delete(entry);
      entry.onIdle();
    }
    if (next < Infinity) this.#wake(next);
  }
}

const unwatched: IdleWatch = { touch() {}, pause() {}, end() {} };
