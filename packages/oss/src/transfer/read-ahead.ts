import type { ClientRuntime } from "../client/client-runtime.js";
import type { VersionedTarget } from "../operations/shared/object-fields.js";
import { joined } from "../transport/response-stream.js";
import type { ObjectReaderOptions } from "./object-reader.js";
import { partRanges } from "./part-plan.js";
import { readRange, type RangeSource } from "./read-range.js";

/** What is read: an object as it was when it was opened. */
export interface ReadAheadSource {
  readonly input: VersionedTarget;
  readonly etag: string | undefined;
  /** In bytes. */
  readonly size: number;
}

/** The pieces of an object from some place on: by one request, and side by side once enough of it has been taken in sequence. */
export class ReadAhead {
  readonly #runtime: ClientRuntime;
  readonly #source: ReadAheadSource;
  readonly #options: ObjectReaderOptions;
  #pieces: AsyncGenerator<Uint8Array, void, undefined> | undefined;
  #sequential = 0;
  #isPrefetching = false;
  #stop = new AbortController();

  constructor(runtime: ClientRuntime, source: ReadAheadSource, options: ObjectReaderOptions) {
    this.#runtime = runtime;
    this.#source = source;
    this.#options = options;
  }

  /** The piece at `position`: where the one before it ended, or anywhere after `reset`. */
  async next(position: number): Promise<Uint8Array> {
    const { prefetch = true, prefetchThreshold = 20 * 1024 * 1024 } = this.#options;
    if (prefetch && !this.#isPrefetching && this.#sequential >= prefetchThreshold) {
      await this.#pieces?.return();
      this.#pieces = this.#prefetched(position);
      this.#isPrefetching = true;
    }
    this.#pieces ??= this.#stretch(position, this.#source.size);
    try {
      const { value } = await this.#pieces.next();
      if (value === undefined) throw new Error("the reader was closed or moved while it read");
      this.#sequential += value.length;
      return value;
    } catch (error) {
      // The next read starts anew from where this one came to.
      await this.reset();
      throw error;
    }
  }

  /** Gives up what is under way, and what was fetched. */
  async reset(): Promise<void> {
    this.#stop.abort(new Error("the reader moved on"));
    this.#stop = new AbortController();
    const pieces = this.#pieces;
    this.#pieces = undefined;
    this.#isPrefetching = false;
    this.#sequential = 0;
    await pieces?.return().catch(() => undefined);
  }

  async *#prefetched(position: number): AsyncGenerator<Uint8Array, void, undefined> {
    const { prefetchCount = 3, chunkSize = 6 * 1024 * 1024 } = this.#options;
    const ahead: Promise<Uint8Array>[] = [];
    for (const { start, end } of partRanges(position, this.#source.size, chunkSize)) {
      const piece = gather(this.#stretch(start, end));
      // Awaited later, if ever.
      void piece.catch(() => undefined);
      ahead.push(piece);
      const first = ahead.length >= prefetchCount ? ahead.shift() : undefined;
      if (first !== undefined) yield await first;
    }
    for (const piece of ahead) yield await piece;
  }

  #stretch(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    const { input, etag } = this.#source;
    const source: RangeSource = { input, range: { start, end }, etag };
    return readRange(this.#runtime, source, { ...this.#options, signal: this.#signal() });
  }

  #signal(): AbortSignal {
    const { signal } = this.#options;
    return signal === undefined ? this.#stop.signal : AbortSignal.any([signal, this.#stop.signal]);
  }
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const piece of pieces) chunks.push(piece);
  return joined(chunks);
}
