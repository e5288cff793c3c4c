import { createHmac, hash } from "node:crypto";

const blockBytes = 64;
/** Messages longer than this, in characters, take the ordinary way. The string that V4 signs is about 170. */
const maximumMessage = 448;

/**
 * A key for HMAC-SHA256 of short texts, with both of its padded blocks laid out beforehand. Two one-shot digests over one buffer
 * take half the time of an `Hmac` object, and leave nothing for the garbage collector to finalize.
 */
export class HmacSha256Key {
  readonly #key: Buffer;
  readonly #inner = Buffer.alloc(blockBytes + maximumMessage);
  readonly #outer = Buffer.alloc(blockBytes + 32);

  /** `key` has at most 64 bytes. */
  constructor(key: Buffer) {
    this.#key = key;
    for (let index = 0; index < blockBytes; index++) {
      const byte = key[index] ?? 0;
      this.#inner[index] = byte ^ 0x36;
      this.#outer[index] = byte ^ 0x5c;
    }
  }

  /** The HMAC of an ASCII text, in lower-case hex. */
  digest(message: string): string {
    if (message.length > maximumMessage) return createHmac("sha256", this.#key).update(message).digest("hex");
    const written = this.#inner.write(message, blockBytes, "latin1");
    this.#outer.write(hash("sha256", this.#inner.subarray(0, blockBytes + written), "binary"), blockBytes, "latin1");
    return hash("sha256", this.#outer, "hex");
  }
}
