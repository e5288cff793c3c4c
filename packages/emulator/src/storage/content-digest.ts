import { createHash, type Hash } from "node:crypto";
import { crc64 } from "../crc64/crc64.js";

/** Digests bytes on their way into storage: length, MD5 and CRC-64, and SHA-256 where it is asked for. */
export class ContentDigest {
  /** Bytes seen so far. */
  size = 0;
  /** The CRC-64 of the bytes seen so far. */
  crc64 = 0n;
  readonly #md5 = createHash("md5");
  readonly #sha256: Hash | undefined;

  constructor(options: { readonly sha256: boolean } = { sha256: false }) {
    this.#sha256 = options.sha256 ? createHash("sha256") : undefined;
  }

  /** Passes chunks on, digesting each. */
  async *through(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.update(chunk);
      yield chunk;
    }
  }

  /** Digests one chunk. */
  update(chunk: Uint8Array): void {
    this.size += chunk.byteLength;
    this.crc64 = crc64(this.crc64, chunk);
    this.#md5.update(chunk);
    this.#sha256?.update(chunk);
  }

  /** The MD5 of everything; to be asked once. */
  md5(): Buffer {
    return this.#md5.digest();
  }

  /** The SHA-256 of everything in hex, if it was asked for; to be asked once. */
  sha256(): string | undefined {
    return this.#sha256?.digest("hex");
  }
}
