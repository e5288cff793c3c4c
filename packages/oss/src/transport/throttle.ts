import type { Host } from "@credport/core";

/** Bytes that may pass at once, however low the limit: a burst of the other v2 SDKs' size. */
const minimumBurst = 4 * 1024 * 1024;

/** A bandwidth limit for all connections of a client: a bucket of bytes that fills at a steady rate. */
export class Throttle {
  readonly #host: Pick<Host, "now" | "sleep">;
  readonly #bytesPerMillisecond: number;
  readonly #burst: number;
  #available: number;
  #filledAt: number;

  /** `limit` in KiB per second. */
  constructor(limit: number, host: Pick<Host, "now" | "sleep">) {
    this.#host = host;
    this.#bytesPerMillisecond = (limit * 1024) / 1000;
    this.#burst = Math.max(minimumBurst, limit * 1024);
    this.#available = this.#burst;
    this.#filledAt = host.now();
  }

  /** Takes bytes out of the bucket; a promise when the taker has to wait for them. */
  take(bytes: number): Promise<void> | undefined {
    const now = this.#host.now();
    this.#available = Math.min(this.#burst, this.#available + (now - this.#filledAt) * this.#bytesPerMillisecond);
    this.#filledAt = now;
    this.#available -= bytes;
    if (this.#available >= 0) return undefined;
    // Whole milliseconds: a fraction may vanish in the time that it is added to, and then be waited for again and again.
    const wait = Math.ceil(-this.#available / this.#bytesPerMillisecond);
    return this.#host.sleep(wait, { holdsProcess: true });
  }
}
