import { nodeCrypto } from "./node-crypto.js";

const blockBytes = 64;
const digestBytes = { sha1: 20, sha256: 32 } as const;

/** The digests that signatures are made with. */
export type Digest = keyof typeof digestBytes;

/**
 * Room for a message of up to so many bytes, and its HMAC by two one-shot digests over that very buffer: half the time of an
 * `Hmac` object. One is made and used again; nothing of a message or key is read after `digest` returns.
 */
export class HmacBuffer {
  /** Where the message begins in {@link bytes}. */
  static readonly start: number = blockBytes;
  readonly bytes: Buffer;
  readonly #algorithm: Digest;
  readonly #outer: Buffer;

  constructor(algorithm: Digest, capacity: number) {
    this.#algorithm = algorithm;
    this.bytes = Buffer.alloc(blockBytes + capacity);
    this.#outer = Buffer.alloc(blockBytes + digestBytes[algorithm]);
  }

  /** The HMAC of what stands in the buffer before `end`. */
  digest(key: string, end: number, encoding: "base64" | "hex"): string {
    const keyBytes = this.#writeKey(key);
    for (let index = 0; index < keyBytes; index += 1) {
      const byte = this.#outer[index] ?? 0;
      this.bytes[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
    this.bytes.fill(0x36, keyBytes, blockBytes);
    this.#outer.fill(0x5c, keyBytes, blockBytes);
    const { hash } = nodeCrypto();
    this.#outer.write(hash(this.#algorithm, this.bytes.subarray(0, end), "binary"), blockBytes, "latin1");
    return hash(this.#algorithm, this.#outer, encoding);
  }

  /** A key longer than a block counts by its digest. */
  #writeKey(key: string): number {
    // In UTF-8 a character takes at most three bytes.
    if (key.length * 3 <= blockBytes || Buffer.byteLength(key) <= blockBytes) return this.#outer.write(key, 0);
    return this.#outer.write(nodeCrypto().hash(this.#algorithm, key, "binary"), 0, "latin1");
  }
}
