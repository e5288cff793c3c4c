import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { invalidField } from "../errors/invalid-parameter-error.js";
import type { HeadObjectResult } from "../operations/head-object.js";
import type { VersionedTarget } from "../operations/shared/object-fields.js";
import { joined } from "../transport/response-stream.js";
import { headSizedObject } from "./head-sized-object.js";
import { ReadAhead } from "./read-ahead.js";

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
  readonly #ahead: ReadAhead;
  #position = 0;
  #rest: Uint8Array = new Uint8Array();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(object: HeadObjectResult, ahead: ReadAhead) {
    this.object = object;
    this.#ahead = ahead;
  }

  /** Looks at the object. */
  static async open(
    runtime: ClientRuntime,
    input: VersionedTarget,
    options: ObjectReaderOptions = {},
  ): Promise<ObjectReader> {
    requireFields(input, "bucket", "key");
    checkPrefetching(options);
    const object = await headSizedObject(runtime, input, options);
    const source = { input, etag: object.etag, size: object.contentLength };
    return new ObjectReader(object, new ReadAhead(runtime, source, options));
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
    if (Math.floor(length) !== length || length < 0) throw invalidField("Length", "It is a whole number, 0 or more.");
    const wanted = Math.min(length, this.size - this.#position);
    const chunks: Uint8Array[] = [];
    for (let missing = wanted; missing > 0;) {
      if (this.#rest.length === 0) this.#rest = await this.#ahead.next(this.#position);
      const taken = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(taken.length);
      this.#position += taken.length;
      missing -= taken.length;
      chunks.push(taken);
    }
    return joined(chunks);
  }

  #reset(): Promise<void> {
    this.#rest = new Uint8Array();
    return this.#ahead.reset();
  }
}

function checkPrefetching({ prefetchCount = 1, chunkSize = 1, prefetchThreshold = 0 }: ObjectReaderOptions): void {
  for (const [name, value] of Object.entries({ PrefetchNum: prefetchCount, ChunkSize: chunkSize })) {
    if (!(Number.isSafeInteger(value) && value > 0)) throw invalidField(name, "It is a positive integer.");
  }
  if (!(prefetchThreshold >= 0)) throw invalidField("PrefetchThreshold", "It is a number of bytes, 0 or more.");
}
