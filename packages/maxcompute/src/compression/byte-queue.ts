import { truncated } from "./codec.js";

/** Takes a stream apart into exact lengths. */
export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer only when the stream ends within them. */
  async upTo(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = length;
    for (;;) {
      const part = this.#held.subarray(0, missing);
      this.#held = this.#held.subarray(part.length);
      missing -= part.length;
      if (part.length > 0) parts.push(part);
      if (missing === 0) break;
      const next = await this.#source.next();
      if (next.done === true) break;
      this.#held = next.value;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** The next `length` bytes. Throws `STREAM_TRUNCATED` when there are fewer. */
  async exactly(length: number): Promise<Uint8Array> {
    const bytes = await this.upTo(length);
    if (bytes.length < length) throw truncated();
    return bytes;
  }

  /** The next bytes, `undefined` at the very end. Throws `STREAM_TRUNCATED` when it ends within them. */
  async exactlyOrEnd(length: number): Promise<Uint8Array | undefined> {
    const bytes = await this.upTo(length);
    if (bytes.length === 0 && length > 0) return undefined;
    if (bytes.length < length) throw truncated();
    return bytes;
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
