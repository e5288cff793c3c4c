import { RecordBatchStreamWriter, Table, tableFromIPC } from "apache-arrow";
import type { Cell, TableRow } from "../cells.js";
import type { ColumnType } from "../column-types.js";
import type { Column } from "../table.js";
import { arrowSchema } from "./arrow-schema.js";
import { dateOf } from "./fields.js";

/** The rows of uploaded record batches, which come without a schema. */
export function readArrow(columns: readonly Column[], batches: Buffer): TableRow[] {
  const schema = arrowSchema(columns);
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
  const [first, second] = type.inner;
  switch (type.name) {
    case "DATE":
      return dateOf(Math.round(Number(value) / 86_400_000));
    case "DATETIME":
      return new Date(Number(value));
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ":
      return spanOf(integerOf(value));
    case "BINARY":
      return value instanceof Uint8Array ? value : null;
    case "BIGINT":
      return integerOf(value);
    case "BOOLEAN":
      return value === true;
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "FLOAT":
    case "DOUBLE":
      return Number(value);
    case "DECIMAL":
      return ArrayBuffer.isView(value) ? decimalText(value, type.numbers[1] ?? 18) : null;
    case "ARRAY":
      return first === undefined ? null : itemsOf(value).map((item) => fromArrow(first.type, item));
    case "MAP":
      return first === undefined || second === undefined
        ? null
        : new Map(entriesOf(value).map(([key, item]) => [fromArrow(first.type, key), fromArrow(second.type, item)]));
    case "STRUCT": {
      const fields = new Map(entriesOf(value));
      return Object.fromEntries(
        type.inner.map(({ field, type: inner }) => [field, fromArrow(inner, fields.get(field))]),
      );
    }
    default:
      return typeof value === "string" ? value : null;
  }
}

function integerOf(value: unknown): bigint {
  return typeof value === "bigint" ? value : BigInt(Number(value));
}

function spanOf(nanoseconds: bigint): Cell {
  const billion = 1_000_000_000n;
  const nanos = ((nanoseconds % billion) + billion) % billion;
  return { seconds: (nanoseconds - nanos) / billion, nanos: Number(nanos) };
}

/** A 128-bit integer, little-endian, as a decimal text. */
function decimalText({ buffer, byteOffset }: ArrayBufferView, scale: number): string {
  const view = new DataView(buffer, byteOffset, 16);
  const unscaled = BigInt.asIntN(128, (view.getBigUint64(8, true) << 64n) | view.getBigUint64(0, true));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? "-" : ""}${whole}${scale === 0 ? "" : `.${digits.slice(-scale)}`}`;
}

/** The items of a list, or of a map or struct, whose items are pairs. */
function itemsOf(value: unknown): readonly unknown[] {
  return isIterable(value) ? [...value] : [];
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  return itemsOf(value).map((item) => {
    const [key, entry] = itemsOf(item);
    return [key, entry];
  });
}

/** By the method itself: the library's rows of structs and maps answer to `in` for their own fields only. */
function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, Symbol.iterator) === "function";
}
