import { moreBytesNeeded } from "./byte-reader.js";
import { CellReader } from "./cell-reader.js";
import { crcBytes, crcStart, crcValue, crcWord } from "./crc32c.js";
import { field, wireTypeOf, type WireType } from "./wire-type.js";
import { MaxComputeClientError } from "../errors/client-error.js";
import type { CellValue, ColumnType, Row } from "../types/column-type.js";
import { columnTypeOf } from "../types/parse-column-type.js";

/** Options of {@link RecordDecoder}. */
export interface RecordDecoderOptions {
  /** The largest field and the largest record, in bytes. Default 256 MiB. */
  readonly maximumFieldBytes?: number | undefined;
}

/** A record longer than this is not tried again with every piece. Bytes. */
const longRecord = 65_536;

/**
 * Decodes the tunnel's record stream piece by piece. A row comes out only after its checksum matched; the stream has ended well
 * only when {@link end} returns.
 */
export class RecordDecoder {
  readonly #columns: readonly WireType[];
  readonly #limit: number;
  readonly #reader: CellReader;
  readonly #blank: CellValue[];
  /** For each column the attempt at a record that last had it, to find repeats. */
  readonly #seen: Int32Array;
  #count = 0;
  #attempts = 0;
  #streamCrc = crcStart;
  #phase: "records" | "counted" | "measured" | "finished" = "records";
  /** Nothing is tried before so many bytes are held: a long record is then read a few times, not once for every piece. */
  #wanted = 0;

  constructor(types: readonly ColumnType[], options: RecordDecoderOptions = {}) {
    this.#columns = types.map(wireTypeOf);
    this.#limit = options.maximumFieldBytes ?? 268_435_456;
    this.#reader = new CellReader(this.#limit);
    this.#blank = types.map(() => null);
    this.#seen = new Int32Array(types.length + 1);
  }

  /**
   * Takes the next piece and adds the rows it completes to `rows`; when it throws, those before the fault are there, too.
   * Throws `CHECKSUM_MISMATCH` or `STREAM_MALFORMED`.
   */
  push(piece: Uint8Array, rows: Row[]): void {
    this.#reader.append(piece);
    if (this.#reader.end >= this.#wanted) this.#read(rows);
  }

  /** The body has ended. Adds what was still held back; throws as {@link push}, and `STREAM_TRUNCATED` unless the stream has ended. */
  end(rows: Row[]): void {
    this.#read(rows);
    if (this.#phase === "finished") return;
    throw new MaxComputeClientError({
      code: "STREAM_TRUNCATED",
      message: `the record stream ended early, after ${this.#count} rows`,
    });
  }

  #read(rows: Row[]): void {
    const reader = this.#reader;
    while (reader.position < reader.end) {
      const start = reader.position;
      try {
        if (this.#phase === "records") this.#readRecord(rows);
        else this.#readTrailer();
      } catch (error) {
        if (error !== moreBytesNeeded) throw error;
        reader.position = start;
        const held = reader.end - start;
        if (held > this.#limit + longRecord) throw reader.malformed(`a record is larger than ${this.#limit} bytes`);
        this.#wanted = held > longRecord ? held * 2 : 0;
        return;
      }
    }
    this.#wanted = 0;
  }

  /** One record, or the row count that follows the last one. */
  #readRecord(rows: Row[]): void {
    const reader = this.#reader;
    const columns = this.#columns;
    const seen = this.#seen;
    const row = this.#blank.slice();
    // Counted apart from the rows: a record that is started again has marked its columns already.
    const attempt = ++this.#attempts;
    reader.crc = crcStart;
    for (let cells = 0; ; cells++) {
      const tag = reader.readTag();
      const number = tag >>> 3;
      const column = columns[number - 1];
      if (column === undefined) {
        if (tag === field.endRecord * 8) break;
        if (tag !== field.metaCount * 8 || cells > 0) throw reader.malformed(`field ${number} is no column`);
        this.#readCount();
        return;
      }
      if ((tag & 7) !== column.wire) throw reader.malformed(`column ${number} has wire type ${tag & 7}`);
      if (seen[number] === attempt) throw reader.malformed(`column ${number} occurs twice in a record`);
      seen[number] = attempt;
      reader.crc = crcWord(reader.crc, number);
      row[number - 1] = reader.readValue(column);
    }
    const expected = reader.readUint32();
    const actual = crcValue(reader.crc);
    if (expected !== actual) throw this.#mismatch("record");
    this.#streamCrc = crcWord(this.#streamCrc, actual);
    this.#count++;
    rows.push(row);
  }

  #readCount(): void {
    const count = this.#reader.readRowCount();
    if (count !== this.#count)
      throw this.#reader.malformed(`the stream counts ${count} rows where ${this.#count} came`);
    this.#phase = "counted";
  }

  /** What follows the count: perhaps metrics with their checksum, then the stream's checksum. */
  #readTrailer(): void {
    const reader = this.#reader;
    if (this.#phase === "finished") throw reader.malformed("bytes after the end of the stream");
    const tag = reader.readTag();
    if (tag === field.metrics * 8 + 2 && this.#phase === "counted") {
      this.#skipMetrics();
      return;
    }
    if (tag !== field.metaChecksum * 8) throw reader.malformed(`field ${tag >>> 3} after the row count`);
    if (reader.readUint32() !== crcValue(this.#streamCrc)) throw this.#mismatch("stream");
    this.#phase = "finished";
  }

  #skipMetrics(): void {
    const reader = this.#reader;
    const length = reader.readLength();
    const start = reader.position;
    reader.position += length;
    const crc = crcBytes(crcWord(crcStart, field.metrics), reader.bytes, start, reader.position);
    if (reader.readTag() !== field.endMetrics * 8) throw reader.malformed("metrics without a checksum");
    if (reader.readUint32() !== crcValue(crc)) throw this.#mismatch("metrics");
    this.#phase = "measured";
  }

  #mismatch(what: string): Error {
    return new MaxComputeClientError({
      code: "CHECKSUM_MISMATCH",
      message: `the ${what} checksum does not match after row ${this.#count}`,
    });
  }
}

/** Decodes a whole record stream. Throws as {@link RecordDecoder} does. */
export function decodeTunnelRecords(
  types: readonly (ColumnType | string)[],
  bytes: Uint8Array,
  options: RecordDecoderOptions = {},
): Row[] {
  const decoder = new RecordDecoder(types.map(columnTypeOf), options);
  const rows: Row[] = [];
  decoder.push(bytes, rows);
  decoder.end(rows);
  return rows;
}
