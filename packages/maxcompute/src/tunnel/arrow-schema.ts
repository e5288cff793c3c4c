import type { DataType, Field, Schema } from "apache-arrow";
import type { ArrowLibrary } from "./parse-arrow-peer.js";
import type { TunnelColumn } from "./parse-session.js";
import { invalidArgument } from "../errors/client-error.js";
import type { ColumnType } from "../types/column-type.js";

/** Throws `INVALID_ARGUMENT` naming the first column whose Arrow form differs between writers; the record reader takes them all. */
export function requireArrowTypes(columns: readonly TunnelColumn[]): void {
  for (const column of columns) {
    if (!hasArrowForm(column.type)) {
      throw invalidArgument(
        `column ${column.name} (${column.typeText}) has no agreed Arrow form; the record reader, rows(), and writeBlock() take it`,
      );
    }
  }
}

function hasArrowForm(type: ColumnType): boolean {
  switch (type.name) {
    case "INTERVAL_DAY_TIME":
    case "INTERVAL_YEAR_MONTH":
    case "GEOGRAPHY":
    case "VECTOR":
      return false;
    case "DECIMAL":
      return type.precision !== undefined;
    case "ARRAY":
      return hasArrowForm(type.element);
    case "MAP":
      return hasArrowForm(type.key) && hasArrowForm(type.value);
    case "STRUCT":
      return type.fields.every((entry) => hasArrowForm(entry.type));
    default:
      return true;
  }
}

/** The schema that the service leaves out of its Arrow streams. */
export function arrowSchema(arrow: ArrowLibrary, columns: readonly TunnelColumn[]): Schema {
  return new arrow.Schema(columns.map((column) => field(arrow, column.name, column.type)));
}

function field(arrow: ArrowLibrary, name: string, type: ColumnType): Field {
  return new arrow.Field(name, arrowType(arrow, type), true);
}

function arrowType(arrow: ArrowLibrary, type: ColumnType): DataType {
  switch (type.name) {
    case "BOOLEAN":
      return new arrow.Bool();
    case "TINYINT":
      return new arrow.Int8();
    case "SMALLINT":
      return new arrow.Int16();
    case "INT":
      return new arrow.Int32();
    case "BIGINT":
      return new arrow.Int64();
    case "FLOAT":
      return new arrow.Float32();
    case "DOUBLE":
      return new arrow.Float64();
    case "STRING":
    case "CHAR":
    case "VARCHAR":
    case "JSON":
      return new arrow.Utf8();
    case "BINARY":
      return new arrow.Binary();
    case "DATE":
      return new arrow.DateDay();
    case "DATETIME":
      return new arrow.TimestampMillisecond();
    case "TIMESTAMP":
    case "TIMESTAMP_NTZ":
      return new arrow.TimestampNanosecond();
    case "DECIMAL":
      return new arrow.Decimal(type.scale ?? 0, type.precision ?? 38, (type.precision ?? 38) > 38 ? 256 : 128);
    case "ARRAY":
      return new arrow.List(field(arrow, "element", type.element));
    case "STRUCT":
      return new arrow.Struct(type.fields.map((entry) => field(arrow, entry.name, entry.type)));
    case "MAP": {
      const entries = new arrow.Struct<{ key: DataType; value: DataType }>([
        new arrow.Field("key", arrowType(arrow, type.key), false),
        new arrow.Field("value", arrowType(arrow, type.value), true),
      ]);
      return new arrow.Map_(new arrow.Field("entries", entries, false));
    }
    case "GEOGRAPHY":
    case "INTERVAL_DAY_TIME":
    case "INTERVAL_YEAR_MONTH":
    case "VECTOR":
      throw invalidArgument(`${type.name} has no agreed Arrow form`);
  }
}
