import { nodeCrypto } from "./node-crypto.js";

const blockBytes = 64;
const digestBytes = 20;

/**
 * Room for a message of up to so many bytes, and its HMAC-SHA1 by two one-shot digests over that very buffer: half the time of
 * an `Hmac` object. One is made and used again; nothing of a message or key is read after `digest` returns.
 */
export class HmacSha1Buffer {
  /** Where the message begins in {@link bytes}. */
  static readonly start: number = blockBytes;
  readonly bytes: Buffer;
  readonly #outer = Buffer.alloc(blockBytes + digestBytes);

  constructor(capacity: number) {
    this.bytes = Buffer.alloc(blockBytes + capacity);
  }

  /** The HMAC, in base64, of what stands in the buffer before `end`. */
  digest(key: string, end: number): string {
    const keyBytes = this.#writeKey(key);
    for (let index = 0; index < keyBytes; index += 1) {
      const byte = this.#outer[index] ?? 0;
      this.bytes[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
    this.bytes.fill(0x36, keyBytes, blockBytes);
    this.#outer.fill(0x5c, keyBytes, blockBytes);
    const { hash } = nodeCrypto();
    this.#outer.write(hash("sha1", this.bytes.subarray(0, end), "binary"), blockBytes, "latin1");
    return hash("sha1", this.#outer, "base64");
  }

  /** A key longer than a block counts by its digest. */
  #writeKey(key: string): number {
    // In UTF-8 a character takes at most three bytes.
    if (key.length * 3 <= blockBytes || Buffer.byteLength(key) <= blockBytes) return this.#outer.write(key, 0);
    return this.#outer.write(nodeCrypto().hash("sha1", key, "binary"), 0, "latin1");
  }
}

/** HMAC-SHA1 of a text, in base64. */
export function hmacSha1(key: string, text: string): string {
  return nodeCrypto().createHmac("sha1", key).update(text).digest("base64");
}
