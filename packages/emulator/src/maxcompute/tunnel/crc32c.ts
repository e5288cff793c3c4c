const POLYNOMIAL = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_unused, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** CRC-32C (Castagnoli) over what it is given, piece by piece. */
export class Crc32c {
  #register = 0xffffffff;
  readonly #scratch = Buffer.alloc(8);

  /** The checksum of everything so far. */
  get value(): number {
    return (this.#register ^ 0xffffffff) >>> 0;
  }

  bytes(bytes: Uint8Array): void {
    let register = this.#register;
    for (const byte of bytes) register = (register >>> 8) ^ (table[(register ^ byte) & 0xff] ?? 0);
    this.#register = register >>> 0;
  }

  byte(value: number): void {
    this.#scratch[0] = value;
    this.bytes(this.#scratch.subarray(0, 1));
  }

  /** Four bytes, little endian. */
  int32(value: number): void {
    this.#scratch.writeInt32LE(value | 0);
    this.bytes(this.#scratch.subarray(0, 4));
  }

  /** Eight bytes, little endian. */
  int64(value: bigint): void {
    this.#scratch.writeBigInt64LE(BigInt.asIntN(64, value));
    this.bytes(this.#scratch);
  }

  reset(): void {
    this.#register = 0xffffffff;
  }
}
