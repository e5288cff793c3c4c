import {
  Binary,
  Bool,
  DateDay,
  Decimal,
  Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  List,
  Map_,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  TimestampNanosecond,
  Utf8,
  tableFromIPC,
  vectorFromArray,
  type DataType,
} from "apache-arrow";
import type { Cell, TableRow } from "../cells.js";
import type { ColumnType } from "../column-types.js";
import { badRequest } from "../failures.js";
import type { Column } from "../table.js";
import { dateOf, daysOf } from "./fields.js";

const BATCH = 8192;

/** The Arrow type of a column. Throws the failure of one that has none. */
function arrowType(type: ColumnType): DataType {
  const [first, second] = type.inner;
  switch (type.name) {
    case "TINYINT":
      return new Int8();
    case "SMALLINT":
      return new Int16();
    case "INT":
      return new Int32();
    case "BIGINT":
      return new Int64();
    case "BOOLEAN":
      return new Bool();
    case "FLOAT":
      return new Float32();
    case "DOUBLE":
      return new Float64();
    case "BINARY":
      return new Binary();
    case "DATE":
      return new DateDay();
    case "DATETIME":
      return new TimestampMillisecond();
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ":
      return new TimestampNanosecond();
    case "DECIMAL":
      return new Decimal(type.numbers[1] ?? 18, type.numbers[0] ?? 38, 128);
    case "ARRAY":
      if (first !== undefined) return new List(new Field("item", arrowType(first.type), true));
      break;
    case "STRUCT":
      return new Struct(type.inner.map(({ field, type: inner }) => new Field(field, arrowType(inner), true)));
    case "MAP":
      if (first !== undefined && second !== undefined) {
        const entries = new Struct<{ key: DataType; value: DataType }>([
          new Field("key", arrowType(first.type), false),
          new Field("value", arrowType(second.type), true),
        ]);
        return new Map_(new Field("entries", entries, false));
      }
      break;
    case "STRING":
    case "CHAR":
    case "VARCHAR":
    case "JSON":
      return new Utf8();
  }
  throw badRequest("InvalidColumnSpec", `A column of type ${type.name} cannot be read as Arrow.`);
}

/** Rows as Arrow record batches, without a schema before them or a marker after. */
export async function* writeArrow(columns: readonly Column[], rows: Iterable<TableRow>): AsyncGenerator<Uint8Array> {
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, arrowType(type), true)));
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
      return BigInt(String(cell));
    case "DATE":
      return new Date(daysOf(String(cell)) * 86_400_000);
    case "DATETIME":
      return cell instanceof Date ? cell.getTime() : Date.parse(String(cell));
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ": {
      const { seconds = 0n, nanos = 0 } = Object(cell);
      return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
    }
    case "DECIMAL":
      return decimalWords(String(cell), type.numbers[1] ?? 18);
    case "ARRAY":
      return Array.isArray(cell) && first !== undefined ? cell.map((item: Cell) => arrowValue(first.type, item)) : [];
    case "MAP":
      return cell instanceof Map && first !== undefined && second !== undefined
        ? new Map([...cell].map(([key, value]) => [arrowValue(first.type, key), arrowValue(second.type, value)]))
        : new Map();
    case "STRUCT":
      return Object.fromEntries(
        type.inner.map(({ field, type: inner }) => [field, arrowValue(inner, Object(cell)[field] ?? null)]),
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

/** The rows of uploaded record batches, which come without a schema. */
export function readArrow(columns: readonly Column[], batches: Buffer): TableRow[] {
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, arrowType(type), true)));
  const empty = RecordBatchStreamWriter.writeAll(new Table(schema)).toUint8Array(true);
  const schemaLength = 8 + Buffer.from(empty.buffer, empty.byteOffset).readInt32LE(4);
  const table = tableFromIPC(Buffer.concat([empty.subarray(0, schemaLength), batches]));
  const vectors = columns.map((_column, index) => table.getChildAt(index));
  return Array.from({ length: table.numRows }, (_unused, row) =>
    columns.map(({ type }, index) => fromArrow(type, vectors[index]?.get(row))),
  );
}

function fromArrow(type: ColumnType, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  switch (type.name) {
    case "DATE":
      return dateOf(Math.round(Number(value) / 86_400_000));
    case "DATETIME":
      return new Date(Number(value));
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ": {
      const nanoseconds = BigInt(String(value));
      const nanos = BigInt.asUintN(64, ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n);
      return { seconds: (nanoseconds - nanos) / 1_000_000_000n, nanos: Number(nanos) };
    }
    case "BINARY":
      return value instanceof Uint8Array ? value : null;
    case "BIGINT":
      return BigInt(String(value));
    case "BOOLEAN":
      return value === true;
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "FLOAT":
    case "DOUBLE":
      return Number(value);
    default:
      return String(value);
  }
}
