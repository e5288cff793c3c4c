import { ByteWriter } from "./byte-writer.js";
import { CellWriter } from "./cell-writer.js";
import { crcStart, crcValue, crcWord } from "./crc32c.js";
import { field, wireTypeOf, type WireType } from "./wire-type.js";
import { invalidArgument } from "../errors/client-error.js";
import type { ColumnType, Row } from "../types/column-type.js";
import { columnTypeOf } from "../types/parse-column-type.js";

/** A column to be written. */
export interface WritableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** Options of {@link RecordEncoder}. */
export interface RecordEncoderOptions {
  /** The largest text or binary field the service takes, in bytes. Default: no limit. */
  readonly maximumFieldBytes?: number | undefined;
}

/** Encodes rows as the tunnel's record stream. Each value is checked against its column before any byte of its row stands. */
export class RecordEncoder {
  readonly #columns: readonly (WritableColumn & { readonly wire: WireType; readonly tag: number })[];
  readonly #writer = new ByteWriter();
  readonly #cells: CellWriter;
  #count = 0;
  #streamCrc = crcStart;

  constructor(columns: readonly WritableColumn[], options: RecordEncoderOptions = {}) {
    this.#cells = new CellWriter(this.#writer, options.maximumFieldBytes ?? Number.MAX_SAFE_INTEGER);
    this.#columns = columns.map((column, index) => {
      const wire = wireTypeOf(column.type);
      return { ...column, wire, tag: (index + 1) * 8 + wire.wire };
    });
  }

  /** Rows written so far. */
  get count(): number {
    return this.#count;
  }

  /** Bytes that {@link take} would give. */
  get pending(): number {
    return this.#writer.length;
  }

  /** Writes one row. Throws `INVALID_ARGUMENT` naming row and column for a value that does not fit; nothing of the row is written then. */
  write(row: Row): void {
    const writer = this.#writer;
    const start = writer.length;
    try {
      if (row.length !== this.#columns.length)
        throw invalidArgument(`it has ${row.length} cells for ${this.#columns.length} columns`);
      writer.crc = crcStart;
      this.#columns.forEach((column, index) => {
        const value = row[index] ?? null;
        if (value === null) {
          if (!column.nullable) throw invalidArgument(`column ${column.name} must not be null`);
          return;
        }
        writer.unsigned(column.tag);
        writer.crc = crcWord(writer.crc, index + 1);
        this.#cells.write(column.wire, value, column.name);
      });
    } catch (error) {
      writer.length = start;
      throw invalidArgument(
        `row ${this.#count}: ${error instanceof Error ? error.message : "a value cannot be read"}`,
        error,
      );
    }
    const crc = crcValue(writer.crc);
    writer.unsigned(field.endRecord * 8);
    writer.unsigned(crc);
    this.#streamCrc = crcWord(this.#streamCrc, crc);
    this.#count++;
  }

  /** The bytes written since the last call. */
  take(): Uint8Array {
    return this.#writer.take();
  }

  /** Ends the stream and gives its last bytes: what is pending, the count and the checksum. */
  finish(): Uint8Array {
    const writer = this.#writer;
    writer.unsigned(field.metaCount * 8);
    writer.count(this.#count);
    writer.unsigned(field.metaChecksum * 8);
    writer.unsigned(crcValue(this.#streamCrc));
    return writer.take();
  }
}

/** Encodes rows of nullable columns as a whole record stream. Throws as {@link RecordEncoder} does. */
export function encodeTunnelRecords(types: readonly (ColumnType | string)[], rows: Iterable<Row>): Uint8Array {
  const encoder = new RecordEncoder(
    types.map((type, index) => ({ name: `#${index + 1}`, type: columnTypeOf(type), nullable: true })),
  );
  for (const row of rows) encoder.write(row);
  return encoder.finish();
}
