import type { RunningExchanges } from "./running-exchanges.js";
import type { TransportRequest } from "./transport.js";

/** Objects after which a client counts as busy. */
const limit = 16;

/**
 * The first objects that a client sends and fetches one after the other; they go through `node:http`. Of many small ones undici is
 * the quicker carrier, but it takes longer to load, and with the first answer it reads V8 begins to compile its parser again: for
 * half a second the process takes 34 MiB more, on top of the pieces of a long download that wait for the garbage collector. A
 * program that only sends and fetches a few objects never loads undici.
 */
export class FirstObjects {
  readonly #backEnds: readonly RunningExchanges[];
  #objects = 0;

  constructor(...backEnds: readonly RunningExchanges[]) {
    this.#backEnds = backEnds;
  }

  /** Counts a request if it is for one of them, and says so. */
  has({ stream, body }: TransportRequest): boolean {
    if (!stream && body === undefined) return false;
    if (this.#objects === limit || !this.#backEnds.every(({ isIdle }) => isIdle)) return false;
    this.#objects += 1;
    return true;
  }
}
