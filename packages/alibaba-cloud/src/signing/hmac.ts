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
    // For so few bytes a loop is faster than calls of `fill`.
    for (let index = 0; index < blockBytes; index += 1) {
      const byte = index < keyBytes ? (this.#outer[index] ?? 0) : 0;
      this.bytes[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
    const { hash } = nodeCrypto();
    writeLatin1(this.#outer, blockBytes, hash(this.#algorithm, this.bytes.subarray(0, end), "binary"));
    return hash(this.#algorithm, this.#outer, encoding);
  }

  /** Writes a key where the outer digest has it; its length in bytes. A key longer than a block counts by its digest. */
  #writeKey(key: string): number {
    if (key.length > blockBytes) return this.#writeLongKey(key);
    for (let index = 0; index < key.length; index += 1) {
      const code = key.charCodeAt(index);
      if (code > 0x7f) return this.#writeLongKey(key);
      this.#outer[index] = code;
    }
    return key.length;
  }

  #writeLongKey(key: string): number {
    if (Buffer.byteLength(key) <= blockBytes) return this.#outer.write(key, 0);
    return this.#outer.write(nodeCrypto().hash(this.#algorithm, key, "binary"), 0, "latin1");
  }
}

/** Writes a text of single-byte characters; its end. For a short one a loop is faster than a call of `write`. */
export function writeLatin1(bytes: Uint8Array, start: number, text: string): number {
  const { length } = text;
  for (let index = 0; index < length; index += 1) bytes[start + index] = text.charCodeAt(index);
  return start + length;
}
