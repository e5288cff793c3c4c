import type { Cell, TableRow } from "../cells.js";
import type { ColumnType } from "../column-types.js";
import { badRequest } from "../failures.js";
import { Crc32c } from "./crc32c.js";
import { dateOf, FIELDS, wireTypeOf } from "./fields.js";

/** The rows of an uploaded record stream. Throws the failure of a block whose framing or checksums are wrong. */
export function readRecords(columns: readonly ColumnType[], bytes: Buffer): TableRow[] {
  return new RecordReader(columns, bytes).rows();
}

const broken = (why: string): Error => badRequest("CorruptedDataStream", `The data stream is corrupted: ${why}`);

class RecordReader {
  readonly #columns: readonly ColumnType[];
  readonly #bytes: Buffer;
  readonly #crc = new Crc32c();
  #at = 0;

  constructor(columns: readonly ColumnType[], bytes: Buffer) {
    this.#columns = columns;
    this.#bytes = bytes;
  }

  rows(): TableRow[] {
    const rows: TableRow[] = [];
    const all = new Crc32c();
    let cells: Cell[] = this.#columns.map(() => null);
    for (;;) {
      const tag = this.#varint();
      const [field, wire] = [Math.floor(tag / 8), tag % 8];
      if (field >= FIELDS.endRecord && wire !== 0) throw broken(`field ${String(field)} has another wire type`);
      if (field === FIELDS.endRecord) {
        if (this.#varint() !== this.#crc.value) throw broken("a record's checksum does not match");
        all.int32(this.#crc.value);
        this.#crc.reset();
        rows.push(cells);
        cells = this.#columns.map(() => null);
      } else if (field === FIELDS.metaCount) {
        this.#finish(rows.length, all.value);
        return rows;
      } else {
        const type = this.#columns[field - 1];
        if (type === undefined || wire !== wireTypeOf(type.name)) throw broken(`field ${String(field)} fits no column`);
        if (cells[field - 1] !== null) throw broken(`column ${String(field)} comes twice in a record`);
        this.#crc.int32(field);
        cells[field - 1] = this.#cell(type);
      }
    }
  }

  #finish(count: number, checksum: number): void {
    if (this.#zigzag() !== BigInt(count)) throw broken("the number of records does not match");
    if (this.#varint() !== FIELDS.metaChecksum * 8) throw broken("the checksum is missing");
    if (this.#varint() !== checksum) throw broken("the checksum of the stream does not match");
    if (this.#at !== this.#bytes.length) throw broken("there are bytes after its end");
  }

  #cell(type: ColumnType): Cell {
    switch (type.name) {
      case "BIGINT":
        return this.#integer();
      case "TINYINT":
      case "SMALLINT":
      case "INT":
      case "INTERVAL_YEAR_MONTH":
        return Number(this.#integer());
      case "DATETIME":
        return new Date(Number(this.#integer()));
      case "DATE":
        return dateOf(Number(this.#integer()));
      case "BOOLEAN": {
        const value = this.#varint();
        this.#crc.byte(value);
        return value === 1;
      }
      case "FLOAT":
        return this.#take(4).readFloatLE();
      case "DOUBLE":
        return this.#take(8).readDoubleLE();
      case "TIMESTAMP":
      case "TIMESTAMP_NTZ":
      case "INTERVAL_DAY_TIME": {
        const [seconds, nanos] = [this.#zigzag(), Number(this.#zigzag())];
        this.#crc.int64(seconds);
        this.#crc.int32(nanos);
        return { seconds, nanos };
      }
      case "ARRAY":
        return this.#list(type.inner[0]?.type);
      case "VECTOR": {
        const [inner] = type.inner;
        return Array.from({ length: this.#varint() }, () => (inner === undefined ? null : this.#cell(inner.type)));
      }
      case "MAP": {
        const [keys, values] = [this.#list(type.inner[0]?.type), this.#list(type.inner[1]?.type)];
        return new Map(keys.map((key, index) => [key, values[index] ?? null]));
      }
      case "STRUCT":
        return Object.fromEntries(type.inner.map(({ field, type: inner }) => [field, this.#nullable(inner)]));
      case "BINARY":
      case "GEOGRAPHY":
        return Buffer.from(this.#take(this.#varint()));
      default:
        return this.#take(this.#varint()).toString();
    }
  }

  #list(type: ColumnType | undefined): Cell[] {
    return Array.from({ length: this.#varint() }, () => this.#nullable(type));
  }

  #nullable(type: ColumnType | undefined): Cell {
    const isNull = this.#varint() === 1;
    return isNull || type === undefined ? null : this.#cell(type);
  }

  #integer(): bigint {
    const value = this.#zigzag();
    this.#crc.int64(value);
    return value;
  }

  #take(length: number): Buffer {
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw broken("it ends early");
    this.#at += length;
    this.#crc.bytes(bytes);
    return bytes;
  }

  #varint(): number {
    return Number(this.#unsigned());
  }

  #zigzag(): bigint {
    const value = this.#unsigned();
    return (value >> 1n) ^ -(value & 1n);
  }

  #unsigned(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw broken("it ends early");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw broken("a number is too long");
  }
}
