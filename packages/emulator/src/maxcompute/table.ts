import { readColumnType, type ColumnType } from "./column-types.js";
import type { TableRow } from "./cells.js";

/** A column as it is declared. */
export interface ColumnOptions {
  readonly name: string;
  /** Type text, e.g. `BIGINT` or `array<string>`. */
  readonly type: string;
  readonly comment?: string | undefined;
  /** Default `true`. */
  readonly nullable?: boolean | undefined;
}

/** Options of a new table. */
export interface TableOptions {
  readonly name: string;
  readonly columns: readonly ColumnOptions[];
  readonly partitionColumns?: readonly ColumnOptions[] | undefined;
  /** A schema of the project; absent for projects without schemas. */
  readonly schema?: string | undefined;
  readonly comment?: string | undefined;
  /** In days. */
  readonly lifecycle?: number | undefined;
  /** Rows made when they are downloaded, for tables too large to keep. SQL does not see them. */
  readonly generated?: { readonly count: number; row(index: number): TableRow } | undefined;
}

/** A column with its type read. */
export interface Column {
  readonly name: string;
  readonly text: string;
  readonly type: ColumnType;
  readonly comment: string;
  readonly nullable: boolean;
}

/** A table: what it is, not what is in it. */
export interface Table {
  readonly name: string;
  readonly schema: string;
  /** Its name in the SQL engine. */
  readonly engineName: string;
  readonly columns: readonly Column[];
  readonly partitionColumns: readonly Column[];
  readonly comment: string;
  readonly lifecycle: number | undefined;
  readonly createdAt: number;
  readonly generated: TableOptions["generated"];
}

/** Reads the options of a table. Throws a `SyntaxError` for a type that is none. */
export function tableFrom(options: TableOptions, createdAt: number): Table {
  const { name, schema = "", comment = "", lifecycle, generated } = options;
  return {
    name,
    schema,
    engineName: schema === "" ? name : `${schema}.${name}`,
    columns: options.columns.map(columnFrom),
    partitionColumns: (options.partitionColumns ?? []).map(columnFrom),
    comment,
    lifecycle,
    createdAt,
    generated,
  };
}

function columnFrom({ name, type, comment = "", nullable = true }: ColumnOptions): Column {
  return { name, text: type.toLowerCase(), type: readColumnType(type), comment, nullable };
}

/** Partition values by column name, from `k1=v1,k2=v2`. */
export function readPartition(specification: string): ReadonlyMap<string, string> {
  const parts = specification.split(",").filter((part) => part.trim() !== "");
  return new Map(
    parts.map((part): [string, string] => {
      const [name = "", value = ""] = part.split("=", 2);
      return [name.trim(), value.trim().replace(/^(['"])(.*)\1$/, "$2")];
    }),
  );
}
