import { ByteReader, moreBytesNeeded } from "./byte-reader.js";
import { crcByte, crcBytes, crcStart, crcTwoWords, crcWord } from "./crc32c.js";
import { dateText } from "./dates.js";
import { form, type WireType } from "./wire-type.js";
import type { CellValue } from "../types/column-type.js";

/** Short texts are cut out of blocks of this many bytes, so that a row kept for long keeps no more than that in memory. */
const blockSize = 4096;
/** Longer texts are made one by one. Bytes. */
const longestPart = 256;

/** Reads values from the pieces of a record stream, and takes them into the running checksum of their record. */
export class CellReader extends ByteReader {
  /** State of the record's checksum. */
  crc: number = crcStart;
  /** The bytes from `#blockStart` to `#blockEnd`, one character each. */
  #block = "";
  #blockStart = 0;
  #blockEnd = 0;
  readonly #words = new Int32Array(2);
  readonly #bigints = new BigInt64Array(this.#words.buffer);
  #lastDays = Number.NaN;
  #lastDate = "";

  override append(piece: Uint8Array): void {
    super.append(piece);
    this.#blockEnd = 0;
  }

  /** One value in the form of its type. */
  readValue(type: WireType): CellValue {
    switch (type.form) {
      case form.integer:
        this.#readInt64();
        return this.#number();
      case form.bigint:
        this.#readInt64();
        this.#words[0] = this.low;
        this.#words[1] = this.high;
        return this.#bigints[0] ?? 0n;
      case form.boolean:
        return this.#readBoolean();
      case form.float:
        return this.#readFloat();
      case form.double:
        return this.#readDouble();
      case form.text:
        return this.#readText();
      case form.binary:
        return this.#readBinary();
      case form.decimal: {
        const text = this.#readText();
        return /[nN]/.test(text) ? null : text;
      }
      case form.datetime:
        return this.#readDatetime();
      case form.date:
        return this.#readDate();
      case form.nanoTime:
        return this.#readNanoTime();
      case form.array:
        return this.#readElements(type.parts[0]);
      case form.map:
        return this.#readMap(type);
      case form.struct:
        return this.#readStruct(type);
      case form.vector:
        return this.#readVector(type.parts[0]);
    }
  }

  #readFloat(): number {
    if (this.position + 4 > this.end) throw moreBytesNeeded;
    const value = this.view.getFloat32(this.position, true);
    this.crc = crcWord(this.crc, this.view.getInt32(this.position, true));
    this.position += 4;
    return value;
  }

  #readDouble(): number {
    if (this.position + 8 > this.end) throw moreBytesNeeded;
    const value = this.view.getFloat64(this.position, true);
    this.crc = crcTwoWords(
      this.crc,
      this.view.getInt32(this.position, true),
      this.view.getInt32(this.position + 4, true),
    );
    this.position += 8;
    return value;
  }

  #readBoolean(): boolean {
    this.readVarint();
    if (this.low >>> 1 !== 0 || this.high !== 0) throw this.malformed("a boolean that is neither 0 nor 1");
    this.crc = crcByte(this.crc, this.low);
    return this.low === 1;
  }

  #readText(): string {
    const length = this.readLength();
    const start = this.position;
    const end = start + length;
    this.position = end;
    const bytes = this.bytes;
    const view = this.view;
    let crc = this.crc;
    let all = 0;
    let position = start;
    for (; position + 4 <= end; position += 4) {
      const word = view.getInt32(position, true);
      all |= word;
      crc = crcWord(crc, word);
    }
    for (; position < end; position++) {
      const byte = bytes[position] ?? 0;
      all |= byte;
      crc = crcByte(crc, byte);
    }
    this.crc = crc;
    if ((all & 0x80808080) !== 0) return bytes.toString("utf8", start, end);
    return length > longestPart ? bytes.toString("latin1", start, end) : this.#asciiText(start, end);
  }

  /** A part of a larger text: cheaper than a call into the runtime for each short one. */
  #asciiText(start: number, end: number): string {
    if (start < this.#blockStart || end > this.#blockEnd) {
      this.#blockStart = start;
      this.#blockEnd = Math.min(start + blockSize, this.end);
      this.#block = this.bytes.toString("latin1", start, this.#blockEnd);
    }
    return this.#block.substring(start - this.#blockStart, end - this.#blockStart);
  }

  #readBinary(): Uint8Array {
    const length = this.readLength();
    const start = this.position;
    this.position = start + length;
    this.crc = crcBytes(this.crc, this.bytes, start, this.position);
    return new Uint8Array(this.bytes.subarray(start, this.position));
  }

  #readDatetime(): Date {
    this.#readInt64();
    const value = new Date(this.#number());
    if (Number.isNaN(value.getTime())) throw this.malformed("a DATETIME out of range");
    return value;
  }

  #readDate(): string {
    this.#readInt64();
    const days = this.#number();
    if (days !== this.#lastDays) {
      const text = dateText(days);
      if (text === undefined) throw this.malformed("a DATE out of range");
      this.#lastDays = days;
      this.#lastDate = text;
    }
    return this.#lastDate;
  }

  #readNanoTime(): CellValue {
    this.#readInt64();
    this.#words[0] = this.low;
    this.#words[1] = this.high;
    const epochSeconds = this.#bigints[0] ?? 0n;
    this.readVarint();
    const nanos = this.zigzagNumber();
    if (nanos < 0 || nanos > 999_999_999) throw this.malformed("nanoseconds out of range");
    this.crc = crcWord(this.crc, nanos);
    return { epochSeconds, nanos };
  }

  #readElements(element: WireType | undefined): CellValue[] {
    const values: CellValue[] = [];
    for (let left = this.readCountOf(); left > 0; left--) values.push(this.#readNullable(element));
    return values;
  }

  #readVector(element: WireType | undefined): CellValue[] {
    const values: CellValue[] = [];
    for (let left = this.readCountOf(); left > 0; left--) {
      if (this.position >= this.end) throw moreBytesNeeded;
      if (element !== undefined) values.push(this.readValue(element));
    }
    return values;
  }

  #readMap(type: WireType): ReadonlyMap<CellValue, CellValue> {
    const keys = this.#readElements(type.parts[0]);
    const values = this.#readElements(type.parts[1]);
    if (keys.length !== values.length) throw this.malformed("a MAP with another number of keys than of values");
    return new Map(keys.map((key, index) => [key, values[index] ?? null]));
  }

  #readStruct(type: WireType): { readonly [name: string]: CellValue } {
    const value: Record<string, CellValue> = { __proto__: null };
    type.parts.forEach((part, index) => {
      value[type.names[index] ?? ""] = this.#readNullable(part);
    });
    return value;
  }

  #readNullable(type: WireType | undefined): CellValue {
    if (this.position >= this.end) throw moreBytesNeeded;
    this.readVarint();
    if (this.low === 1 && this.high === 0) return null;
    if (this.low !== 0 || this.high !== 0 || type === undefined)
      throw this.malformed("a null flag that is neither 0 nor 1");
    return this.readValue(type);
  }

  /** A zigzag varint into the two words, and into the checksum. */
  #readInt64(): void {
    this.readVarint();
    const sign = -(this.low & 1);
    const low = ((this.low >>> 1) | (this.high << 31)) ^ sign;
    const high = (this.high >>> 1) ^ sign;
    this.low = low;
    this.high = high;
    this.crc = crcTwoWords(this.crc, low, high);
  }

  /** The two words as a number. */
  #number(): number {
    return this.high * 4_294_967_296 + (this.low >>> 0);
  }
}
