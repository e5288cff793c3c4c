import { RecordBatchStreamWriter, Table, vectorFromArray, type Schema } from "apache-arrow";
import { entriesOf, fieldOf, isSpan, scalarText, type Cell, type TableRow } from "../cells.js";
import type { ColumnType } from "../column-types.js";
import type { Column } from "../table.js";
import { arrowSchema, arrowType } from "./arrow-schema.js";
import { daysOf } from "./fields.js";

const BATCH = 8192;

/** Rows as Arrow record batches, without a schema before them or a marker after. */
export async function* writeArrow(columns: readonly Column[], rows: Iterable<TableRow>): AsyncGenerator<Uint8Array> {
  const schema = arrowSchema(columns);
  let batch: TableRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield await batchBytes(schema, columns, batch);
    batch = [];
  }
  if (batch.length > 0) yield await batchBytes(schema, columns, batch);
}

async function batchBytes(schema: Schema, columns: readonly Column[], rows: readonly TableRow[]): Promise<Uint8Array> {
  const vectors = columns.map(({ name, type }, index) => {
    const values = rows.map((row) => arrowValue(type, row[index] ?? null));
    return [name, vectorFromArray(values, arrowType(type))] as const;
  });
  const writer = RecordBatchStreamWriter.writeAll(new Table(schema, Object.fromEntries(vectors)));
  return withoutSchema(await writer.toUint8Array());
}

/** Cuts the schema message off the front and the marker off the end: `FFFFFFFF`, length, flatbuffer, body each. */
function withoutSchema(stream: Uint8Array): Uint8Array {
  const bytes = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
  const schemaLength = 8 + bytes.readInt32LE(4);
  const hasMarker = bytes.subarray(-8).equals(Buffer.from("ffffffff00000000", "hex"));
  return bytes.subarray(schemaLength, hasMarker ? bytes.length - 8 : bytes.length);
}

function arrowValue(type: ColumnType, cell: Cell): unknown {
  if (cell === null) return null;
  const [first, second] = type.inner;
  switch (type.name) {
    case "BIGINT":
      return BigInt(scalarText(cell));
    case "DATE":
      return new Date(daysOf(scalarText(cell)) * 86_400_000);
    case "DATETIME":
      return cell instanceof Date ? cell.getTime() : Date.parse(scalarText(cell));
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ":
      return isSpan(cell) ? cell.seconds * 1_000_000_000n + BigInt(cell.nanos) : null;
    case "DECIMAL":
      return decimalWords(scalarText(cell), type.numbers[1] ?? 18);
    case "ARRAY":
      return Array.isArray(cell) && first !== undefined ? cell.map((item: Cell) => arrowValue(first.type, item)) : [];
    case "MAP":
      return first === undefined || second === undefined
        ? null
        : new Map(entriesOf(cell).map(([key, value]) => [arrowValue(first.type, key), arrowValue(second.type, value)]));
    case "STRUCT":
      return Object.fromEntries(
        type.inner.map(({ field, type: inner }) => [field, arrowValue(inner, fieldOf(cell, field))]),
      );
    default:
      return cell;
  }
}

/** A decimal text as the four little-endian words of a 128-bit integer. */
function decimalWords(text: string, scale: number): Uint32Array {
  const [whole = "", fraction = ""] = text.split(".");
  let value = BigInt.asUintN(128, BigInt(whole + fraction.slice(0, scale).padEnd(scale, "0")));
  const words = new Uint32Array(4);
  for (let index = 0; index < 4; index += 1) {
    words[index] = Number(value & 0xffffffffn);
    value >>= 32n;
  }
  return words;
}
