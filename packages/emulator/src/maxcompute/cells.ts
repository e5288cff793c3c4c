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
