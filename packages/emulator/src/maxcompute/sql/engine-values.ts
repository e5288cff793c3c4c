import { isSpan, type Cell } from "../cells.js";
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
      return "BLOB";
    default:
      return "TEXT";
  }
}

/** A cell as the engine stores it. Times are texts, nested values JSON. */
export function toEngine(type: ColumnType, cell: Cell): EngineValue {
  if (cell === null) return null;
  if (typeof cell === "boolean") return cell ? 1 : 0;
  if (typeof cell === "string" || typeof cell === "number") return cell;
  // The engine turns digits into an integer again, exactly.
  if (typeof cell === "bigint") return String(cell);
  if (cell instanceof Uint8Array) return cell;
  if (cell instanceof Date) return timeText(cell.getTime(), "");
  if (type.name.startsWith("TIMESTAMP") && isSpan(cell)) {
    return timeText(Number(cell.seconds) * 1000, `.${String(cell.nanos).padStart(9, "0")}`);
  }
  return JSON.stringify(cell instanceof Map ? Object.fromEntries(cell) : cell, (_key, value: unknown) =>
    typeof value === "bigint" ? Number(value) : value,
  );
}

function timeText(milliseconds: number, fraction: string): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ") + fraction;
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
    case "DATETIME":
      return new Date(parseTime(String(value)).milliseconds);
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ": {
      const { milliseconds, nanos } = parseTime(String(value));
      return { seconds: BigInt(Math.floor(milliseconds / 1000)), nanos };
    }
    case "BINARY":
      return Buffer.from(String(value));
    case "ARRAY":
    case "MAP":
    case "STRUCT":
      return nested(type, JSON.parse(String(value)));
    default:
      return String(value);
  }
}

function parseTime(text: string): { milliseconds: number; nanos: number } {
  const [seconds = "", fraction = ""] = text.replace(" ", "T").split(".");
  return { milliseconds: Date.parse(`${seconds}Z`), nanos: Number(fraction.padEnd(9, "0").slice(0, 9)) };
}

function nested(type: ColumnType, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  const [first, second] = type.inner;
  if (type.name === "ARRAY" && Array.isArray(value)) {
    return value.map((item: unknown) => (first === undefined ? null : nested(first.type, item)));
  }
  if (typeof value === "object") {
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    if (type.name !== "MAP") {
      return Object.fromEntries(
        type.inner.map(({ field, type: inner }) => [field, nested(inner, Reflect.get(value, field))]),
      );
    }
    return new Map(
      entries.map(([key, item]) => [
        first === undefined ? key : nested(first.type, key),
        second === undefined ? null : nested(second.type, item),
      ]),
    );
  }
  if (typeof value === "boolean") return value;
  return fromEngine(type, typeof value === "number" || typeof value === "string" ? value : null);
}
