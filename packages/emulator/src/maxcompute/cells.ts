/** A point in time or a span, exact to the nanosecond. */
export interface NanoSpan {
  /** Whole seconds, rounded towards minus infinity. */
  readonly seconds: bigint;
  readonly nanos: number;
}

/** A cell as tables hold it. Texts for DATE (`YYYY-MM-DD`) and DECIMAL; `Date` for DATETIME. */
export type Cell =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | NanoSpan
  | readonly Cell[]
  | ReadonlyMap<Cell, Cell>
  | { readonly [field: string]: Cell };

/** A row: one cell per column. */
export type TableRow = readonly Cell[];

/** Whether a cell is a point in time or a span. */
export function isSpan(cell: Cell): cell is NanoSpan {
  return typeof cell === "object" && cell !== null && "seconds" in cell && "nanos" in cell;
}

/** A scalar cell as text; nothing of any other. */
export function scalarText(cell: Cell): string {
  return typeof cell === "object" ? "" : String(cell);
}

/** A field of a struct; null of anything else. */
export function fieldOf(cell: Cell, name: string): Cell {
  const value: unknown = typeof cell === "object" && cell !== null ? Reflect.get(cell, name) : null;
  return isCell(value) ? value : null;
}

/** The pairs of a map; none of anything else. */
export function entriesOf(cell: Cell): readonly (readonly [Cell, Cell])[] {
  return cell instanceof Map ? [...cell] : [];
}

function isCell(value: unknown): value is Cell {
  return value !== undefined && typeof value !== "function" && typeof value !== "symbol";
}
