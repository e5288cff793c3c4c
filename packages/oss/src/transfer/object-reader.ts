import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { invalidField } from "../errors/invalid-parameter-error.js";
import { headObject, type HeadObjectResult } from "../operations/head-object.js";
import type { VersionedTarget } from "../operations/shared/object-fields.js";
import { joined } from "../transport/response-stream.js";
import { partRanges } from "./part-plan.js";
import { readRange, type RangeSource } from "./read-range.js";

/** Options of `openFile`. */
export interface ObjectReaderOptions extends CallOptions {
  /** Fetches ahead once reading has been sequential for a while. Default true. */
  readonly prefetch?: boolean | undefined;
  /** Pieces fetched ahead. Default 3. */
  readonly prefetchCount?: number | undefined;
  /** Bytes of such a piece. Default 6 MiB. */
  readonly chunkSize?: number | undefined;
  /** Bytes read in sequence before prefetching starts. Default 20 MiB. */
  readonly prefetchThreshold?: number | undefined;
}

/** An object that is read like a file. It keeps to the version it found when it was opened: a change ends the reading. */
export class ObjectReader implements AsyncDisposable {
  /** The object as it was when it was opened. */
  readonly object: HeadObjectResult;
  readonly #runtime: ClientRuntime;
  readonly #input: VersionedTarget;
  readonly #options: ObjectReaderOptions;
  #position = 0;
  #sequential = 0;
  #pieces: AsyncGenerator<Uint8Array, void, undefined> | undefined;
  #rest: Uint8Array = new Uint8Array();
  #isPrefetching = false;
  #stop = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    runtime: ClientRuntime,
    input: VersionedTarget,
    object: HeadObjectResult,
    options: ObjectReaderOptions,
  ) {
    this.#runtime = runtime;
    this.#input = input;
    this.#options = options;
    this.object = object;
  }

  /** Looks at the object. */
  static async open(
    runtime: ClientRuntime,
    input: VersionedTarget,
    options: ObjectReaderOptions = {},
  ): Promise<ObjectReader> {
    requireFields(input, "bucket", "key");
    checkPrefetching(options);
    return new ObjectReader(runtime, input, await headObject(runtime, input, options), options);
  }

  /** Bytes of the object. */
  get size(): number {
    return this.object.contentLength;
  }

  /** Where the next read starts. */
  get position(): number {
    return this.#position;
  }

  /** Moves to a place in the object. What was fetched ahead of another place is given up. */
  async seek(position: number): Promise<void> {
    if (!Number.isSafeInteger(position) || position < 0)
      throw invalidField("Position", "It is a whole number, 0 or more.");
    return this.#inTurn(async () => {
      if (position === this.#position) return;
      await this.#reset();
      this.#position = position;
    });
  }

  /** Up to `length` bytes from the position on; none at the end. Reads and moves are carried out one after the other. */
  read(length: number): Promise<Uint8Array> {
    return this.#inTurn(() => this.#read(length));
  }

  /** The bytes from the position to the end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    while (this.#position < this.size) yield await this.read(256 * 1024);
  }

  /** Gives up what is under way. */
  close(): Promise<void> {
    return this.#reset();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #read(length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, this.size - this.#position);
    const chunks: Uint8Array[] = [];
    for (let missing = wanted; missing > 0;) {
      if (this.#rest.length === 0) this.#rest = await this.#nextPiece();
      const taken = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(taken.length);
      this.#position += taken.length;
      this.#sequential += taken.length;
      missing -= taken.length;
      chunks.push(taken);
    }
    return joined(chunks);
  }

  async #nextPiece(): Promise<Uint8Array> {
    const { prefetch = true, prefetchThreshold = 20 * 1024 * 1024 } = this.#options;
    if (prefetch && !this.#isPrefetching && this.#sequential >= prefetchThreshold) {
      await this.#pieces?.return();
      this.#pieces = this.#prefetched();
      this.#isPrefetching = true;
    }
    this.#pieces ??= this.#stretch(this.#position, this.size);
    try {
      const { value } = await this.#pieces.next();
      if (value === undefined) throw new Error("the reader was closed or moved while it read");
      return value;
    } catch (error) {
      // The next read starts anew from where this one came to.
      await this.#reset();
      throw error;
    }
  }

  #stretch(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    const source: RangeSource = { input: this.#input, range: { start, end }, etag: this.object.etag };
    return readRange(this.#runtime, source, { ...this.#options, signal: this.#signal() });
  }

  async *#prefetched(): AsyncGenerator<Uint8Array, void, undefined> {
    const { prefetchCount = 3, chunkSize = 6 * 1024 * 1024 } = this.#options;
    const ahead: Promise<Uint8Array>[] = [];
    for (const { start, end } of partRanges(this.#position, this.size, chunkSize)) {
      const piece = gather(this.#stretch(start, end));
      // Awaited later, if ever.
      void piece.catch(() => undefined);
      ahead.push(piece);
      const first = ahead.length >= prefetchCount ? ahead.shift() : undefined;
      if (first !== undefined) yield await first;
    }
    for (const piece of ahead) yield await piece;
  }

  #signal(): AbortSignal {
    const { signal } = this.#options;
    return signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }

  async #reset(): Promise<void> {
    this.#stop.abort(new Error("the reader moved on"));
    this.#stop = new AbortController();
    const pieces = this.#pieces;
    this.#pieces = undefined;
    this.#isPrefetching = false;
    this.#sequential = 0;
    this.#rest = new Uint8Array();
    await pieces?.return().catch(() => undefined);
  }
}

function checkPrefetching({ prefetchCount = 1, chunkSize = 1, prefetchThreshold = 0 }: ObjectReaderOptions): void {
  for (const [name, value] of Object.entries({ PrefetchNum: prefetchCount, ChunkSize: chunkSize })) {
    if (!(Number.isSafeInteger(value) && value > 0)) throw invalidField(name, "It is a positive integer.");
  }
  if (!(prefetchThreshold >= 0)) throw invalidField("PrefetchThreshold", "It is a number of bytes, 0 or more.");
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const piece of pieces) chunks.push(piece);
  return joined(chunks);
}
