/** The Castagnoli polynomial, reflected. */
const polynomial = 0x82f63b78;

/** Eight tables of 256 entries, so that eight bytes take one step ("slicing by 8"). */
const tables: Int32Array = buildTables();

function buildTables(): Int32Array {
  const result = new Int32Array(2048);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? polynomial : 0);
    result[byte] = value;
  }
  for (let index = 256; index < 2048; index++) {
    const previous = result[index - 256] ?? 0;
    result[index] = (previous >>> 8) ^ (result[previous & 255] ?? 0);
  }
  return result;
}

/** The state before any byte. All functions here take and return a state; {@link crcValue} makes a CRC of it. */
export const crcStart = -1;

/** The CRC-32C of a state, as an unsigned number. */
export function crcValue(state: number): number {
  return ~state >>> 0;
}

/** One byte more. */
export function crcByte(state: number, byte: number): number {
  return (tables[(state ^ byte) & 255] ?? 0) ^ (state >>> 8);
}

/** Four bytes more: a 32-bit integer, little-endian. */
export function crcWord(state: number, word: number): number {
  const mixed = state ^ word;
  return (
    (tables[768 + (mixed & 255)] ?? 0) ^
    (tables[512 + ((mixed >>> 8) & 255)] ?? 0) ^
    (tables[256 + ((mixed >>> 16) & 255)] ?? 0) ^
    (tables[mixed >>> 24] ?? 0)
  );
}

/** Eight bytes more: a 64-bit integer in two words, little-endian. */
export function crcTwoWords(state: number, low: number, high: number): number {
  const mixed = state ^ low;
  return (
    (tables[1792 + (mixed & 255)] ?? 0) ^
    (tables[1536 + ((mixed >>> 8) & 255)] ?? 0) ^
    (tables[1280 + ((mixed >>> 16) & 255)] ?? 0) ^
    (tables[1024 + (mixed >>> 24)] ?? 0) ^
    (tables[768 + (high & 255)] ?? 0) ^
    (tables[512 + ((high >>> 8) & 255)] ?? 0) ^
    (tables[256 + ((high >>> 16) & 255)] ?? 0) ^
    (tables[high >>> 24] ?? 0)
  );
}

/** The bytes from `start` to `end` more. */
export function crcBytes(state: number, bytes: Uint8Array, start: number, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let current = state;
  let position = start;
  for (; position + 8 <= end; position += 8) {
    current = crcTwoWords(current, view.getInt32(position, true), view.getInt32(position + 4, true));
  }
  for (; position < end; position++) current = crcByte(current, bytes[position] ?? 0);
  return current;
}

/** The CRC-32C of some bytes. */
export function crc32c(bytes: Uint8Array): number {
  return crcValue(crcBytes(crcStart, bytes, 0, bytes.length));
}
