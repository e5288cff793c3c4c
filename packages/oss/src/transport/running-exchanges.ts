import type { ResponseSource } from "./response-stream.js";

/**
 * The exchanges of one back end that are under way. Some of them are held by readers who take nothing at the moment: each keeps its
 * connection, and would keep a transport that closes for ever.
 */
export class RunningExchanges {
  readonly #held = new Set<ResponseSource>();
  #running = 0;
  #isClosed = false;
  #onIdle: () => void = () => undefined;

  /** Nothing is under way. */
  get isIdle(): boolean {
    return this.#running === 0;
  }

  /** One more; `end` must follow. */
  begin(): void {
    this.#running += 1;
  }

  /** One is over, however it ended. */
  end(exchange?: ResponseSource): void {
    if (exchange !== undefined) this.#held.delete(exchange);
    this.#running -= 1;
    if (this.#running === 0) this.#onIdle();
  }

  /** The reader of an answer takes nothing more for now. */
  hold(exchange: ResponseSource): void {
    if (this.#isClosed) exchange.abort(closed());
    else this.#held.add(exchange);
  }

  /** The reader goes on. */
  release(exchange: ResponseSource): void {
    this.#held.delete(exchange);
  }

  /** Gives up those that are held, and those that will be. */
  close(): void {
    this.#isClosed = true;
    for (const exchange of [...this.#held]) exchange.abort(closed());
  }

  /** Resolves when nothing is under way any more. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => (this.#onIdle = resolve));
  }
}

function closed(): Error {
  return new Error("the client was closed before the response body was read");
}
