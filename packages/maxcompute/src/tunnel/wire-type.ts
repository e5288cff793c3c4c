import type { ColumnType } from "../types/column-type.js";

/** How a value stands in the record stream. Several column types share one form. */
export const form = {
  integer: 0,
  bigint: 1,
  boolean: 2,
  float: 3,
  double: 4,
  text: 5,
  binary: 6,
  decimal: 7,
  datetime: 8,
  date: 9,
  nanoTime: 10,
  array: 11,
  map: 12,
  struct: 13,
  vector: 14,
} as const;

/** One of the values of {@link form}. */
export type Form = (typeof form)[keyof typeof form];

/** A column type made ready for the codec. */
export interface WireType {
  readonly form: Form;
  /** Protobuf wire type of its tag. */
  readonly wire: 0 | 1 | 2 | 5;
  readonly type: ColumnType;
  /** Element, key and value, or fields. */
  readonly parts: readonly WireType[];
  /** Names of a STRUCT's fields. */
  readonly names: readonly string[];
}

/** Field numbers that no column has. */
export const field = {
  endRecord: 33_553_408,
  metaCount: 33_554_430,
  metaChecksum: 33_554_431,
  metrics: 1,
  endMetrics: 33_554_176,
} as const;

/** Prepares a column type for the codec. */
export function wireTypeOf(type: ColumnType): WireType {
  switch (type.name) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "INTERVAL_YEAR_MONTH":
      return simple(type, form.integer, 0);
    case "BIGINT":
      return simple(type, form.bigint, 0);
    case "BOOLEAN":
      return simple(type, form.boolean, 0);
    case "FLOAT":
      return simple(type, form.float, 5);
    case "DOUBLE":
      return simple(type, form.double, 1);
    case "STRING":
    case "VARCHAR":
    case "CHAR":
    case "JSON":
      return simple(type, form.text, 2);
    case "BINARY":
    case "GEOGRAPHY":
      return simple(type, form.binary, 2);
    case "DECIMAL":
      return simple(type, form.decimal, 2);
    case "DATETIME":
      return simple(type, form.datetime, 0);
    case "DATE":
      return simple(type, form.date, 0);
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ":
    case "INTERVAL_DAY_TIME":
      return simple(type, form.nanoTime, 2);
    case "ARRAY":
      return { ...simple(type, form.array, 2), parts: [wireTypeOf(type.element)] };
    case "VECTOR":
      return { ...simple(type, form.vector, 2), parts: [wireTypeOf(type.element)] };
    case "MAP":
      return { ...simple(type, form.map, 2), parts: [wireTypeOf(type.key), wireTypeOf(type.value)] };
    case "STRUCT":
      return {
        ...simple(type, form.struct, 2),
        parts: type.fields.map((entry) => wireTypeOf(entry.type)),
        names: type.fields.map((entry) => entry.name),
      };
  }
}

function simple(type: ColumnType, ownForm: Form, wire: WireType["wire"]): WireType {
  return { form: ownForm, wire, type, parts: [], names: [] };
}
