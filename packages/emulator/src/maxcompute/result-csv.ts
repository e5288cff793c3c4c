import { isSpan, type Cell } from "./cells.js";
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
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace("T", " ");
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString();
  if (cell instanceof Map) return JSON.stringify(Object.fromEntries(cell));
  if (typeof cell !== "object" || cell === null) return String(cell);
  if (type.name.startsWith("TIMESTAMP") && isSpan(cell)) {
    const seconds = new Date(Number(cell.seconds) * 1000).toISOString().slice(0, 19).replace("T", " ");
    return `${seconds}.${String(cell.nanos).padStart(9, "0")}`;
  }
  return JSON.stringify(cell, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value));
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
