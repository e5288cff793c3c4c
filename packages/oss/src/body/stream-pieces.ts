import { finished, type Readable } from "node:stream";

/** A stream is held back when this much of it waits for the reader, in bytes. */
const maximumWaiting = 256 * 1024;

type Piece = Uint8Array | ArrayBuffer | ArrayBufferView | string;
type Result = IteratorResult<Piece, undefined>;

/** How a read ends that waits for the stream. */
interface Reader {
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * The pieces of a Node stream as its source made them, and no more of them than a reader keeps up with. The stream's own iterator
 * joins whatever has been buffered, which copies every byte of a fast source. Like that one it destroys a stream that is left early.
 */
export class StreamPieces implements AsyncIterator<Piece, undefined> {
  readonly #stream: Readable;
  readonly #waiting: Piece[] = [];
  #waitingBytes = 0;
  #end: { readonly error: unknown } | undefined;
  #reader: Reader | undefined;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on("data", (piece: Piece) => {
      this.#take(piece);
    });
    stream.pause();
    finished(stream, { writable: false }, (error) => {
      this.#finish(error);
    });
  }

  next(): Promise<Result> {
    const piece = this.#waiting.shift();
    if (piece !== undefined) {
      this.#waitingBytes -= lengthOf(piece);
      return Promise.resolve({ done: false, value: piece });
    }
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      if (this.#end === undefined) this.#stream.resume();
      else this.#finish(this.#end.error);
    });
  }

  async return(): Promise<Result> {
    this.#stream.destroy();
    return { done: true, value: undefined };
  }

  #take(piece: Piece): void {
    const reader = this.#reader;
    if (reader !== undefined) {
      this.#reader = undefined;
      reader.resolve({ done: false, value: piece });
      return;
    }
    this.#waiting.push(piece);
    this.#waitingBytes += lengthOf(piece);
    if (this.#waitingBytes >= maximumWaiting) this.#stream.pause();
  }

  /** `error` is nothing at a proper end. */
  #finish(error: unknown): void {
    this.#end = { error };
    const reader = this.#reader;
    this.#reader = undefined;
    if (error) reader?.reject(error);
    else reader?.resolve({ done: true, value: undefined });
  }
}

function lengthOf(piece: Piece): number {
  return typeof piece === "string" ? piece.length : piece.byteLength;
}
