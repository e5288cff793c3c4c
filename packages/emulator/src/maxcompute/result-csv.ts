import { entriesOf, fieldOf, isSpan, type Cell } from "./cells.js";
import type { ColumnType } from "./column-types.js";
import type { Selection } from "./warehouse.js";

/** The result call never gives more rows. */
const MAX_ROWS = 10_000;

/** A selection as CSV: a header line, every cell quoted, `\N` for null. */
export function resultCsv({ columns, rows }: Selection): string {
  const header = columns.map(({ name }) => quoted(name)).join(",");
  const lines = rows
    .slice(0, MAX_ROWS)
    .map((row) => columns.map(({ type }, index) => csvCell(type, row[index] ?? null)).join(","));
  return `${[header, ...lines].join("\n")}\n`;
}

function csvCell(type: ColumnType, cell: Cell): string {
  return cell === null ? String.raw`\N` : quoted(cellText(type, cell));
}

function cellText(type: ColumnType, cell: Cell): string {
  if (cell instanceof Date) return timeText(cell.getTime());
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString();
  if (typeof cell !== "object" || cell === null) return String(cell);
  if (type.inner.length > 0) return nestedText(type, cell);
  if (!isSpan(cell)) return "";
  const fraction = `.${String(cell.nanos).padStart(9, "0")}`;
  return (type.name.startsWith("TIMESTAMP") ? timeText(Number(cell.seconds) * 1000) : String(cell.seconds)) + fraction;
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");
}

/** A value within a nested one, as JSON with every digit. */
function nestedText(type: ColumnType, cell: Cell): string {
  const [first = type, second = type] = type.inner.map((inner) => inner.type);
  if (cell === null || typeof cell === "number" || typeof cell === "bigint" || typeof cell === "boolean")
    return String(cell);
  if (cell instanceof Map) {
    const pairs = entriesOf(cell).map(
      ([key, item]) => `${JSON.stringify(cellText(first, key))}:${nestedText(second, item)}`,
    );
    return `{${pairs.join(",")}}`;
  }
  if (Array.isArray(cell)) return `[${cell.map((item: Cell) => nestedText(first, item)).join(",")}]`;
  if (type.name !== "STRUCT") return JSON.stringify(cellText(type, cell));
  const fields = type.inner.map(
    ({ field, type: inner }) => `${JSON.stringify(field)}:${nestedText(inner, fieldOf(cell, field))}`,
  );
  return `{${fields.join(",")}}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
