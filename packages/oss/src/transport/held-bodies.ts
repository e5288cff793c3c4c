import type { ResponseSource } from "./response-stream.js";

/** Answers whose readers take nothing at the moment: each holds its connection, and would hold a transport that closes for ever. */
export class HeldBodies {
  readonly #held = new Set<ResponseSource>();
  #isClosed = false;

  /** The reader takes nothing more for now. */
  add(body: ResponseSource): void {
    if (this.#isClosed) body.abort(closed());
    else this.#held.add(body);
  }

  /** The reader goes on, or the answer is over. */
  delete(body: ResponseSource): void {
    this.#held.delete(body);
  }

  /** Gives up those that are held, and those that will be. */
  close(): void {
    this.#isClosed = true;
    for (const body of [...this.#held]) body.abort(closed());
  }
}

function closed(): Error {
  return new Error("the client was closed before the response body was read");
}
