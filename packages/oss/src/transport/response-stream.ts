import { Readable } from "node:stream";
import { chunkBytes } from "../body/chunk-bytes.js";
import { PieceReader, type PieceSource } from "./piece-reader.js";

/** Bytes that are kept for a reader who is slow, or not there yet. */
const highWaterMark = 256 * 1024;

/** How the stream drives what feeds it. */
export interface ResponseSource {
  /** The reader wants more. */
  resume(): void;
  /** The reader gave up. */
  abort(error: Error): void;
}

/** Somebody who waits for all bytes at once. */
interface Collector {
  resolve(bytes: Buffer): void;
  reject(error: Error): void;
}

/**
 * A response body as a Node stream, with short cuts for `bytes()` and `for await`. What arrives before somebody reads waits outside
 * the stream's machinery, which these two never need.
 */
export class ResponseStream extends Readable implements PieceSource {
  readonly #source: ResponseSource;
  #chunks: Uint8Array[] = [];
  #held = 0;
  #isRead = false;
  #collector: Collector | undefined;
  #reader: PieceReader | undefined;
  #isFull = false;
  #ended = false;

  constructor(source: ResponseSource) {
    super({ highWaterMark });
    this.#source = source;
    // A body that breaks off before anybody reads it must not end the process; whoever reads it later gets the error.
    this.on("error", ignore);
  }

  /** All bytes. Rejects when the body breaks off. */
  bytes(): Promise<Buffer> {
    if (this.#isInUse()) return collect(this);
    return new Promise((resolve, reject) => {
      this.#collector = { resolve, reject };
      if (this.#ended) this.#settle(this.#collector);
      else this.#source.resume();
    });
  }

  /** All bytes as UTF-8 text. */
  async text(): Promise<string> {
    return (await this.bytes()).toString();
  }

  override [Symbol.asyncIterator](): ReturnType<Readable[typeof Symbol.asyncIterator]> {
    if (this.#isInUse() || this.readableFlowing !== null || this.readableEncoding !== null) {
      return super[Symbol.asyncIterator]();
    }
    return (this.#reader = new PieceReader(this));
  }

  /** The next piece that is there already. */
  takePiece(): Uint8Array | undefined {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) this.#held -= chunk.length;
    if (this.#isFull && this.#held < highWaterMark) {
      this.#isFull = false;
      this.#source.resume();
    }
    return chunk;
  }

  /** Why no more pieces come, once none do. */
  over(): Error | "end" | undefined {
    if (this.#ended) return "end";
    return this.destroyed ? (this.errored ?? givenUp()) : undefined;
  }

  /** The reader takes no more pieces. */
  giveUp(): void {
    this.destroy();
  }

  /** Takes a piece from the connection; `false`: enough for now. */
  deliver(chunk: Uint8Array): boolean {
    if (this.#isRead) return this.push(chunk);
    if (this.#reader?.hand(chunk) === true) return true;
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    this.#isFull = this.#collector === undefined && this.#held >= highWaterMark;
    return !this.#isFull;
  }

  /** The body is complete. */
  finish(): void {
    this.#ended = true;
    if (this.#isRead) this.push(null);
    else if (this.#collector !== undefined) this.#settle(this.#collector);
    else if (this.#reader !== undefined) {
      this.#reader.end();
      this.#tellEnd();
    }
  }

  override _read(): void {
    if (!this.#isRead) {
      this.#isRead = true;
      for (const chunk of this.#chunks) this.push(chunk);
      this.#chunks = [];
      if (this.#ended) this.push(null);
    }
    if (!this.#ended) this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    const reason = error ?? givenUp();
    this.#collector?.reject(reason);
    this.#reader?.end(reason);
    if (!this.#ended) this.#source.abort(reason);
    callback(error);
  }

  #settle(collector: Collector): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    collector.resolve(joined(chunks));
    this.#tellEnd();
  }

  /** The end is told to who waits for it; for others it would cost more than a small body. */
  #tellEnd(): void {
    if (this.listenerCount("end") > 0 || this.listenerCount("close") > 0) this.resume();
  }

  /** Somebody reads already. */
  #isInUse(): boolean {
    return this.#isRead || this.destroyed || this.#collector !== undefined || this.#reader !== undefined;
  }
}

function ignore(): void {}

function givenUp(): Error {
  return new Error("the response body was given up");
}

const empty = Buffer.alloc(0);

/** Buffers joined, without a copy when there is only one. */
export function joined(chunks: readonly Uint8Array[]): Buffer {
  const [only] = chunks;
  if (only === undefined) return empty;
  if (chunks.length === 1)
    return Buffer.isBuffer(only) ? only : Buffer.from(only.buffer, only.byteOffset, only.byteLength);
  return Buffer.concat(chunks);
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunkBytes(chunk));
  return Buffer.concat(chunks);
}
