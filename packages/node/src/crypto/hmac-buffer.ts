const blockBytes = 64;
const digestBytes = { sha1: 20, sha256: 32 } as const;

/** The digests that an {@link HmacBuffer} makes. */
export type HmacDigest = keyof typeof digestBytes;

/** How a signature is written. */
export type HmacEncoding = "base64" | "hex";

/**
 * Room for a message of up to so many bytes, and its HMAC by two one-shot digests over that very buffer: half the time of an
 * `Hmac` object, for what is signed with every request. Messages under one key share what was made of it.
 */
export class HmacBuffer {
  /** Where the message begins in {@link bytes}. */
  static readonly start: number = blockBytes;
  /** The message is written here, from {@link start} on. */
  readonly bytes: Buffer;
  readonly #algorithm: HmacDigest;
  /** No `Buffer`: its `fill` is slower. */
  readonly #outer: Uint8Array;
  /** The inner key and the message digested last. Most messages of a key have one length, and need no other view. */
  #inner: Uint8Array;
  /** Loaded with the first buffer: Node's digests cost 3 ms, and a process that only reads its environment needs none. */
  readonly #hash = process.getBuiltinModule("node:crypto").hash;

  /** Makes one for messages of up to `capacity` bytes. */
  constructor(algorithm: HmacDigest, capacity: number) {
    this.#algorithm = algorithm;
    this.bytes = Buffer.alloc(blockBytes + capacity);
    this.#inner = this.bytes;
    this.#outer = new Uint8Array(blockBytes + digestBytes[algorithm]);
  }

  /** Takes the key of the digests that follow. */
  setKey(key: string | Uint8Array): void {
    const { bytes } = this;
    const outer = this.#outer;
    outer.fill(0, this.#writeKey(key), blockBytes);
    for (let index = 0; index < blockBytes; index += 1) {
      const byte = outer[index] ?? 0;
      bytes[index] = byte ^ 0x36;
      outer[index] = byte ^ 0x5c;
    }
  }

  /** Writes a text of single-byte characters at a place in {@link bytes}; its end. Faster than `bytes.write` for a short one. */
  writeLatin1(at: number, text: string): number {
    return writeLatin1(this.bytes, at, text);
  }

  /** The HMAC of what stands in the buffer before `end`, under the key set last. */
  digest(end: number, encoding: HmacEncoding): string {
    const hash = this.#hash;
    const outer = this.#outer;
    if (this.#inner.length !== end) this.#inner = this.bytes.subarray(0, end);
    writeLatin1(outer, blockBytes, hash(this.#algorithm, this.#inner, "binary"));
    return hash(this.#algorithm, outer, encoding);
  }

  /** Writes a key where the outer digest has it; its length in bytes. */
  #writeKey(key: string | Uint8Array): number {
    if (typeof key !== "string") return this.#writeBytes(key);
    if (key.length > blockBytes) return this.#writeBytes(Buffer.from(key));
    for (let index = 0; index < key.length; index += 1) {
      const code = key.charCodeAt(index);
      if (code > 0x7f) return this.#writeBytes(Buffer.from(key));
      this.#outer[index] = code;
    }
    return key.length;
  }

  /** A key longer than a block counts by its digest. */
  #writeBytes(key: Uint8Array): number {
    if (key.length > blockBytes) return writeLatin1(this.#outer, 0, this.#hash(this.#algorithm, key, "binary"));
    this.#outer.set(key);
    return key.length;
  }
}

function writeLatin1(bytes: Uint8Array, at: number, text: string): number {
  const { length } = text;
  for (let index = 0; index < length; index += 1) bytes[at + index] = text.charCodeAt(index);
  return at + length;
}
