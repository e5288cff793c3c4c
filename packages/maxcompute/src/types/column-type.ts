/** A scalar type without parameters. */
export type SimpleTypeName =
  | "BIGINT"
  | "BINARY"
  | "BOOLEAN"
  | "DATE"
  | "DATETIME"
  | "DOUBLE"
  | "FLOAT"
  | "GEOGRAPHY"
  | "INT"
  | "INTERVAL_DAY_TIME"
  | "INTERVAL_YEAR_MONTH"
  | "JSON"
  | "SMALLINT"
  | "STRING"
  | "TIMESTAMP"
  | "TIMESTAMP_NTZ"
  | "TINYINT";

/** A column's type, parsed from the service's text. */
export type ColumnType =
  | { readonly name: SimpleTypeName }
  | { readonly name: "CHAR" | "VARCHAR"; readonly length: number | undefined }
  | { readonly name: "DECIMAL"; readonly precision: number | undefined; readonly scale: number | undefined }
  | { readonly name: "ARRAY"; readonly element: ColumnType }
  | { readonly name: "MAP"; readonly key: ColumnType; readonly value: ColumnType }
  | { readonly name: "STRUCT"; readonly fields: readonly StructField[] }
  | { readonly name: "VECTOR"; readonly element: ColumnType; readonly dimension: number };

/** One field of a STRUCT. */
export interface StructField {
  readonly name: string;
  readonly type: ColumnType;
}

/** A point in time of TIMESTAMP and TIMESTAMP_NTZ, or a span of INTERVAL_DAY_TIME: exact to the nanosecond. */
export interface NanoTime {
  /** Whole seconds, rounded towards minus infinity. */
  readonly epochSeconds: bigint;
  /** 0 to 999,999,999. */
  readonly nanos: number;
}

/** A cell. Which form it has follows from the column's type; the README has the table. */
export type CellValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | NanoTime
  | readonly CellValue[]
  | ReadonlyMap<CellValue, CellValue>
  | { readonly [field: string]: CellValue };

/** A row: one cell for each column, in the columns' order. */
export type Row = readonly CellValue[];
