import { entriesOf, fieldOf, isSpan, scalarText, type Cell, type NanoSpan, type TableRow } from "../cells.js";
import type { ColumnType } from "../column-types.js";
import { ByteSink } from "./byte-sink.js";
import { Crc32c } from "./crc32c.js";
import { daysOf, FIELDS, wireTypeOf } from "./fields.js";

const PIECE = 64 * 1024;

/** Rows as the record stream of the tunnel, piece by piece, with its checksums. */
export async function* writeRecords(
  columns: readonly ColumnType[],
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
): AsyncGenerator<Buffer> {
  const sink = new ByteSink();
  const all = new Crc32c();
  const writer = new RowWriter(columns, sink);
  let count = 0;
  for await (const row of rows) {
    all.int32(writer.write(row));
    count += 1;
    if (sink.length >= PIECE) yield sink.take();
  }
  sink.varint(FIELDS.metaCount * 8);
  sink.zigzag(BigInt(count));
  sink.varint(FIELDS.metaChecksum * 8);
  sink.varint(all.value);
  yield sink.take();
}

class RowWriter {
  readonly #columns: readonly ColumnType[];
  readonly #sink: ByteSink;
  readonly #crc = new Crc32c();

  constructor(columns: readonly ColumnType[], sink: ByteSink) {
    this.#columns = columns;
    this.#sink = sink;
  }

  /** Writes one row and returns its checksum. */
  write(row: TableRow): number {
    this.#crc.reset();
    for (const [index, type] of this.#columns.entries()) {
      const cell = row[index] ?? null;
      if (cell === null) continue;
      this.#crc.int32(index + 1);
      this.#sink.varint((index + 1) * 8 + wireTypeOf(type.name));
      this.#cell(type, cell);
    }
    this.#sink.varint(FIELDS.endRecord * 8);
    this.#sink.varint(this.#crc.value);
    return this.#crc.value;
  }

  #cell(type: ColumnType, cell: Cell): void {
    switch (type.name) {
      case "TINYINT":
      case "SMALLINT":
      case "INT":
      case "BIGINT":
      case "INTERVAL_YEAR_MONTH":
        return this.#integer(BigInt(scalarText(cell)));
      case "DATETIME":
        return this.#integer(BigInt(cell instanceof Date ? cell.getTime() : Date.parse(scalarText(cell))));
      case "DATE":
        return this.#integer(BigInt(daysOf(scalarText(cell))));
      case "BOOLEAN":
        this.#sink.varint(cell === true ? 1 : 0);
        return this.#crc.byte(cell === true ? 1 : 0);
      case "FLOAT":
      case "DOUBLE":
        return this.#floating(type.name, Number(cell));
      case "TIMESTAMP":
      case "TIMESTAMP_NTZ":
      case "INTERVAL_DAY_TIME":
        return this.#span(isSpan(cell) ? cell : { seconds: 0n, nanos: 0 });
      case "ARRAY":
        return this.#list(type.inner[0]?.type, Array.isArray(cell) ? cell : []);
      case "VECTOR":
        return this.#vector(type.inner[0]?.type, Array.isArray(cell) ? cell : []);
      case "MAP": {
        const entries = entriesOf(cell);
        this.#list(
          type.inner[0]?.type,
          entries.map(([key]) => key),
        );
        return this.#list(
          type.inner[1]?.type,
          entries.map(([, value]) => value),
        );
      }
      case "STRUCT":
        for (const { field, type: inner } of type.inner) this.#nullable(inner, fieldOf(cell, field));
        return;
      default:
        return this.#text(cell instanceof Uint8Array ? cell : Buffer.from(scalarText(cell)));
    }
  }

  #integer(value: bigint): void {
    this.#sink.zigzag(value);
    this.#crc.int64(value);
  }

  #floating(name: "FLOAT" | "DOUBLE", value: number): void {
    const bytes = Buffer.alloc(name === "FLOAT" ? 4 : 8);
    if (name === "FLOAT") bytes.writeFloatLE(value);
    else bytes.writeDoubleLE(value);
    this.#sink.bytes(bytes);
    this.#crc.bytes(bytes);
  }

  #text(bytes: Uint8Array): void {
    this.#sink.varint(bytes.length);
    this.#sink.bytes(bytes);
    this.#crc.bytes(bytes);
  }

  #span({ seconds, nanos }: NanoSpan): void {
    this.#sink.zigzag(seconds);
    this.#sink.zigzag(BigInt(nanos));
    this.#crc.int64(seconds);
    this.#crc.int32(nanos);
  }

  #list(type: ColumnType | undefined, cells: readonly Cell[]): void {
    this.#sink.varint(cells.length);
    for (const cell of cells) this.#nullable(type, cell);
  }

  /** Like a list, whose elements are never null. */
  #vector(type: ColumnType | undefined, cells: readonly Cell[]): void {
    this.#sink.varint(cells.length);
    for (const cell of cells) if (type !== undefined) this.#cell(type, cell);
  }

  #nullable(type: ColumnType | undefined, cell: Cell): void {
    this.#sink.varint(cell === null || type === undefined ? 1 : 0);
    if (cell !== null && type !== undefined) this.#cell(type, cell);
  }
}
