import { crcStart, crcTwoWords, crcWord } from "./crc32c.js";

/** Collects the bytes of a record stream, and the running checksum of the record being written. */
export class ByteWriter {
  /** State of the record's checksum. */
  crc: number = crcStart;
  bytes: Buffer;
  /** Bytes written since the last {@link take}. */
  length = 0;
  readonly #words = new Int32Array(2);
  readonly #bigints = new BigInt64Array(this.#words.buffer);
  readonly #doubles = new Float64Array(this.#words.buffer);
  readonly #floats = new Float32Array(this.#words.buffer);

  constructor(capacity = 65_536) {
    this.bytes = Buffer.alloc(capacity);
  }

  /** What was written since the last call, as a copy. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  /** Makes room for so many bytes more. */
  reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.alloc(Math.max(this.length + size, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** A varint of an unsigned number up to 2^32. */
  unsigned(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    for (; rest >= 128; rest >>>= 7) this.bytes[this.length++] = (rest & 127) | 128;
    this.bytes[this.length++] = rest;
  }

  /** A zigzag varint of a 64-bit integer, taken into the checksum as such. */
  int64(value: bigint): void {
    this.#bigints[0] = value;
    const low = this.#words[0] ?? 0;
    const high = this.#words[1] ?? 0;
    this.crc = crcTwoWords(this.crc, low, high);
    this.#zigzag(low, high);
  }

  /** A zigzag varint of a 32-bit integer, taken into the checksum in four bytes. */
  int32(value: number): void {
    this.crc = crcWord(this.crc, value);
    this.#zigzag(value | 0, value >> 31);
  }

  /** A zigzag varint of a count, outside any checksum. */
  count(value: number): void {
    this.#bigints[0] = BigInt(value);
    this.#zigzag(this.#words[0] ?? 0, this.#words[1] ?? 0);
  }

  float(value: number): void {
    this.#floats[0] = value;
    this.crc = crcWord(this.crc, this.#words[0] ?? 0);
    this.#word(this.#words[0] ?? 0);
  }

  double(value: number): void {
    this.#doubles[0] = value;
    this.crc = crcTwoWords(this.crc, this.#words[0] ?? 0, this.#words[1] ?? 0);
    this.#word(this.#words[0] ?? 0);
    this.#word(this.#words[1] ?? 0);
  }

  #word(word: number): void {
    this.reserve(4);
    this.length = this.bytes.writeInt32LE(word, this.length);
  }

  #zigzag(low: number, high: number): void {
    this.reserve(10);
    const sign = high >> 31;
    let restLow = ((low << 1) ^ sign) >>> 0;
    let restHigh = (((high << 1) | (low >>> 31)) ^ sign) >>> 0;
    while (restHigh !== 0 || restLow >= 128) {
      this.bytes[this.length++] = (restLow & 127) | 128;
      restLow = ((restLow >>> 7) | (restHigh << 25)) >>> 0;
      restHigh >>>= 7;
    }
    this.bytes[this.length++] = restLow;
  }
}
