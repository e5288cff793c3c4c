import type { Host } from "@credport/core";

/** The server accepts 15 minutes; a smaller difference than this one cannot be why it refused. */
const smallestCorrection = 60_000;

/** The local clock, corrected by what the server said about its own. One per client. */
export class ServerClock {
  readonly #host: Pick<Host, "now">;
  #offset = 0;

  constructor(host: Pick<Host, "now">) {
    this.#host = host;
  }

  /** The instant to sign an attempt with. */
  now(): Date {
    return new Date(this.#host.now() + this.#offset);
  }

  /**
   * Takes over the server's time, seen in the answer to a request sent and received at these local instants. Resolves to
   * whether that changes anything: within a minute the clock is not the reason.
   */
  correct(serverTime: number, sentAt: number, receivedAt: number): boolean {
    const offset = Math.round(serverTime - (sentAt + receivedAt) / 2);
    if (Number.isNaN(offset) || Math.abs(offset) < smallestCorrection) return false;
    this.#offset = offset;
    return true;
  }
}
