import type { CellValue, ColumnType } from "./column-type.js";

/** Types whose text form says all, so that a cell of it is exact. */
const exactNames: ReadonlySet<ColumnType["name"]> = new Set<ColumnType["name"]>([
  "BIGINT",
  "BOOLEAN",
  "CHAR",
  "DATE",
  "DECIMAL",
  "DOUBLE",
  "FLOAT",
  "INT",
  "JSON",
  "SMALLINT",
  "STRING",
  "TINYINT",
  "VARCHAR",
]);

/**
 * Whether a text of this type can be converted without loss. DATETIME texts depend on the session's time zone, and texts of
 * BINARY and nested types are for the eye only.
 */
export function isTextExact(type: ColumnType): boolean {
  return exactNames.has(type.name);
}

/** A cell given as text, in the form its type has elsewhere; a text that does not fit stays as it is. */
export function convertText(text: string, type: ColumnType): CellValue {
  switch (type.name) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
      return /^[+-]?\d+$/.test(text) ? Number(text) : text;
    case "BIGINT":
      return /^-?\d+$/.test(text) ? BigInt(text) : text;
    case "FLOAT":
    case "DOUBLE":
      return floating(text);
    case "BOOLEAN":
      return booleans.get(text.toLowerCase()) ?? text;
    default:
      return text;
  }
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

function floating(text: string): number | string {
  const special = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(text);
  if (special !== null) return special[2] === undefined ? Number.NaN : special[1] === "-" ? -Infinity : Infinity;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? text : value;
}
