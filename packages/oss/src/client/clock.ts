import type { Host } from "@credport/core";

/** The local clock, corrected by what the service said about it. */
export class CorrectedClock {
  readonly #host: Pick<Host, "now">;
  #offset = 0;

  constructor(host: Pick<Host, "now">) {
    this.#host = host;
  }

  /** What the local clock lacks to the service's, in ms. */
  get offset(): number {
    return this.#offset;
  }

  /** The service's time as far as known, in ms since the epoch. */
  now(): number {
    return this.#host.now() + this.#offset;
  }

  /** Takes the service's time, against the uncorrected local clock, so that corrections never add up. */
  correct(serverTime: number): void {
    this.#offset = serverTime - this.#host.now();
  }
}
