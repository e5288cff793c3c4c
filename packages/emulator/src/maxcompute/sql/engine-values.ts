import { entriesOf, fieldOf, isSpan, type Cell, type NanoSpan } from "../cells.js";
import type { ColumnType } from "../column-types.js";

/** What the SQL engine is given. */
export type EngineValue = number | string | Uint8Array | null;

/** What the SQL engine gives back: its integers as bigints. */
export type StoredValue = EngineValue | bigint;

/** The engine's column type, chosen so that values keep their form. */
export function engineType(type: ColumnType): "INTEGER" | "REAL" | "TEXT" | "BLOB" {
  switch (type.name) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
    case "BOOLEAN":
    case "INTERVAL_YEAR_MONTH":
      return "INTEGER";
    case "FLOAT":
    case "DOUBLE":
      return "REAL";
    case "BINARY":
    case "GEOGRAPHY":
      return "BLOB";
    default:
      return "TEXT";
  }
}

/** A cell as the engine stores it. Times and spans are texts, nested values JSON. */
export function toEngine(type: ColumnType, cell: Cell): EngineValue {
  if (cell === null || cell instanceof Uint8Array) return cell;
  const value = toJson(type, cell);
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/** A value that JSON keeps as it is. */
type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [field: string]: JsonValue };

/** A cell without what JSON would change: long integers, bytes, numbers that are none, and keys of maps are texts. */
function toJson(type: ColumnType, cell: Cell): JsonValue {
  if (cell === null || typeof cell === "boolean" || typeof cell === "string") return cell;
  const [first = type, second = type] = type.inner.map((inner) => inner.type);
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : String(cell);
  if (typeof cell === "bigint") return String(cell);
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString("base64");
  if (cell instanceof Date) return dateTimeText(cell.getTime());
  if (cell instanceof Map) return entriesOf(cell).map(([key, item]) => [toJson(first, key), toJson(second, item)]);
  if (Array.isArray(cell)) return cell.map((item: Cell) => toJson(first, item));
  if (type.name === "STRUCT") {
    return Object.fromEntries(type.inner.map(({ field, type: inner }) => [field, toJson(inner, fieldOf(cell, field))]));
  }
  return isSpan(cell) ? spanText(type, cell) : null;
}

function dateTimeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 23).replace("T", " ").replace(".000", "");
}

function spanText(type: ColumnType, { seconds, nanos }: NanoSpan): string {
  const fraction = `.${String(nanos).padStart(9, "0")}`;
  if (!type.name.startsWith("TIMESTAMP")) return `${String(seconds)}${fraction}`;
  return dateTimeText(Number(seconds) * 1000) + fraction;
}

/** A stored value as a cell of its type. */
export function fromEngine(type: ColumnType, value: StoredValue): Cell {
  if (value === null || value instanceof Uint8Array) return value;
  switch (type.name) {
    case "BIGINT":
      return BigInt(typeof value === "number" ? Math.trunc(value) : value);
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "INTERVAL_YEAR_MONTH":
    case "FLOAT":
    case "DOUBLE":
      return Number(value);
    case "BOOLEAN":
      return Number(value) === 1;
    case "DATETIME": {
      const { milliseconds, nanos } = parseTime(String(value));
      return new Date(milliseconds + Math.floor(nanos / 1_000_000));
    }
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ": {
      const { milliseconds, nanos } = parseTime(String(value));
      return { seconds: BigInt(Math.floor(milliseconds / 1000)), nanos };
    }
    case "INTERVAL_DAY_TIME": {
      const [seconds = "", nanos = ""] = String(value).split(".");
      return { seconds: BigInt(seconds), nanos: Number(nanos) };
    }
    case "BINARY":
    case "GEOGRAPHY":
      return Buffer.from(String(value));
    case "ARRAY":
    case "MAP":
    case "STRUCT":
    case "VECTOR":
      return nested(type, JSON.parse(String(value)));
    default:
      return String(value);
  }
}

function parseTime(text: string): { milliseconds: number; nanos: number } {
  const [seconds = "", fraction = ""] = text.replace(" ", "T").split(".");
  return { milliseconds: Date.parse(`${seconds}Z`), nanos: Number(fraction.padEnd(9, "0").slice(0, 9)) };
}

/** A cell within a nested value, from what {@link toJson} made of it. JSON that a statement wrote itself has plain maps. */
function nested(type: ColumnType, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  const [first = type, second = type] = type.inner.map((inner) => inner.type);
  if (type.name === "MAP") {
    const pairs: readonly (readonly unknown[])[] = Array.isArray(value) ? value : Object.entries(value);
    return new Map(pairs.map(([key, item]) => [nested(first, key), nested(second, item)]));
  }
  if (Array.isArray(value)) return value.map((item: unknown) => nested(first, item));
  if (typeof value === "object") {
    return Object.fromEntries(
      type.inner.map(({ field, type: inner }) => [field, nested(inner, Reflect.get(value, field))]),
    );
  }
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && engineType(type) === "BLOB") return Buffer.from(value, "base64");
  return fromEngine(type, typeof value === "number" || typeof value === "string" ? value : null);
}
