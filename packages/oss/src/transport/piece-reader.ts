/** Somebody who waits for the next piece. */
interface Waiting {
  resolve(result: IteratorResult<Uint8Array, undefined>): void;
  reject(error: Error): void;
}

/** What a {@link PieceReader} takes its pieces from. */
export interface PieceSource {
  /** The next piece that is there already. */
  takePiece(): Uint8Array | undefined;
  /** Why no more pieces come: the end, or what broke the body off. `undefined` while some may. */
  over(): Error | "end" | undefined;
  /** The reader gave up. */
  giveUp(): void;
}

/**
 * Reads a body piece by piece, as `for await` does: each piece goes from the connection to whoever waits for it, past the buffers
 * and events of a Node stream, which take longer than the piece itself.
 */
export class PieceReader implements AsyncIterableIterator<Uint8Array, undefined>, AsyncDisposable {
  readonly #source: PieceSource;
  readonly #waiting: Waiting[] = [];
  #isOver = false;

  constructor(source: PieceSource) {
    this.#source = source;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#isOver) return Promise.resolve(done);
    const over = this.#source.over();
    const value = over instanceof Error ? undefined : this.#source.takePiece();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (over === undefined) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#isOver = true;
    return over instanceof Error ? Promise.reject(over) : Promise.resolve(done);
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#isOver = true;
    this.#source.giveUp();
    return Promise.resolve(done);
  }

  /** Hands a piece to who waits for it; `false`: nobody does. */
  hand(value: Uint8Array): boolean {
    const waiting = this.#waiting.shift();
    waiting?.resolve({ value, done: false });
    return waiting !== undefined;
  }

  /** No more pieces come: tells who waits. */
  end(error?: Error): void {
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (error === undefined || this.#isOver) resolve(done);
      else reject(error);
      this.#isOver = true;
    }
  }
}

const done: IteratorResult<Uint8Array, undefined> = { value: undefined, done: true };
