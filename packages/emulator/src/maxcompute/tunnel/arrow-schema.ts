import {
  Binary,
  Bool,
  DateDay,
  Decimal,
  Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  List,
  Map_,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  type DataType,
} from "apache-arrow";
import type { ColumnType } from "../column-types.js";
import { badRequest } from "../failures.js";
import type { Column } from "../table.js";

/** The Arrow form of a column. Throws the failure of one that has none. */
export function arrowType(type: ColumnType): DataType {
  const [first, second] = type.inner;
  switch (type.name) {
    case "TINYINT":
      return new Int8();
    case "SMALLINT":
      return new Int16();
    case "INT":
      return new Int32();
    // The same bytes as timestamp[ns], which the library would round to milliseconds. The schema itself never travels.
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ":
    case "BIGINT":
      return new Int64();
    case "BOOLEAN":
      return new Bool();
    case "FLOAT":
      return new Float32();
    case "DOUBLE":
      return new Float64();
    case "BINARY":
      return new Binary();
    case "DATE":
      return new DateDay();
    case "DATETIME":
      return new TimestampMillisecond();
    case "DECIMAL":
      return new Decimal(type.numbers[1] ?? 18, type.numbers[0] ?? 38, 128);
    case "ARRAY":
      if (first !== undefined) return new List(new Field("item", arrowType(first.type), true));
      break;
    case "STRUCT":
      return new Struct(type.inner.map(({ field, type: inner }) => new Field(field, arrowType(inner), true)));
    case "MAP":
      if (first !== undefined && second !== undefined) {
        const entries = new Struct<{ key: DataType; value: DataType }>([
          new Field("key", arrowType(first.type), false),
          new Field("value", arrowType(second.type), true),
        ]);
        return new Map_(new Field("entries", entries, false));
      }
      break;
    case "STRING":
    case "CHAR":
    case "VARCHAR":
    case "JSON":
      return new Utf8();
  }
  throw badRequest("InvalidColumnSpec", `A column of type ${type.name} cannot be read as Arrow.`);
}

/** The schema of a table's columns. */
export function arrowSchema(columns: readonly Column[]): Schema {
  return new Schema(columns.map(({ name, type }) => new Field(name, arrowType(type), true)));
}
