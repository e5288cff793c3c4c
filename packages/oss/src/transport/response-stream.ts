import { Readable } from "node:stream";

/** How the stream drives what feeds it. */
export interface ResponseSource {
  /** The reader wants more. */
  resume(): void;
  /** The reader gave up. */
  abort(error: Error): void;
}

/** A response body as a Node stream, with short cuts for those who want all of it. */
export class ResponseStream extends Readable {
  readonly #source: ResponseSource;
  #collected: Uint8Array[] | undefined;
  #settle: ((bytes: Buffer) => void) | undefined;
  #ended = false;

  constructor(source: ResponseSource) {
    super({ highWaterMark: 256 * 1024 });
    this.#source = source;
    // A body that breaks off before anybody reads it must not end the process; whoever reads it later gets the error.
    this.on("error", () => undefined);
  }

  /** All bytes. Rejects when the body breaks off. */
  bytes(): Promise<Buffer> {
    if (this.readableDidRead || this.destroyed) return collect(this);
    const chunks: Uint8Array[] = [];
    for (let chunk = this.#take(); chunk !== undefined; chunk = this.#take()) chunks.push(chunk);
    if (this.#ended) return Promise.resolve(joined(chunks));
    return new Promise((resolve, reject) => {
      this.#collected = chunks;
      this.#settle = resolve;
      this.once("error", reject);
      this.once("close", () => reject(new Error("the response body was given up")));
      this.#source.resume();
    });
  }

  /** All bytes as UTF-8 text. */
  async text(): Promise<string> {
    return (await this.bytes()).toString();
  }

  /** Takes a piece from the connection; `false`: enough for now. */
  deliver(chunk: Uint8Array): boolean {
    if (this.#collected === undefined) return this.push(chunk);
    this.#collected.push(chunk);
    return true;
  }

  /** The body is complete. */
  finish(): void {
    this.#ended = true;
    this.#settle?.(joined(this.#collected ?? []));
    this.push(null);
    if (this.#settle !== undefined) this.resume();
  }

  #take(): Uint8Array | undefined {
    const chunk: unknown = this.read();
    return chunk instanceof Uint8Array ? chunk : undefined;
  }

  override _read(): void {
    this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.#ended) this.#source.abort(error ?? new Error("the response body was given up"));
    callback(error);
  }
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
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
