import { invalidResponse } from "../errors/client-error.js";
import { childrenOf, dateOf, integerOf, textOf, type XmlElement } from "../xml/xml-element.js";
import { parseXmlRoot } from "../xml/parse-xml.js";

/** What kind of table it is. */
export type TableType =
  "EXTERNAL_TABLE" | "MANAGED_TABLE" | "MATERIALIZED_VIEW" | "OBJECT_TABLE" | "UNKNOWN" | "VIRTUAL_VIEW";

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** The service's type text, e.g. `decimal(10,2)`. */
  readonly type: string;
  readonly nullable: boolean;
  /** Empty when there is none. */
  readonly comment: string;
  readonly label?: string;
  readonly defaultValue?: string;
}

/** A table with its schema. What the service left out is `null`, a missing comment is empty. */
export interface Table {
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly TableColumn[];
  readonly partitionColumns: readonly TableColumn[];
  readonly type: TableType;
  readonly tableId: string | null;
  readonly format: string | null;
  readonly owner: string | null;
  readonly project: string | null;
  readonly schemaName: string | null;
  readonly tableLabel: string | null;
  readonly cryptoAlgorithm: string | null;
  readonly maskInfo: string | null;
  readonly createTime: Date | null;
  readonly lastDdlTime: Date | null;
  readonly lastModifiedTime: Date | null;
  readonly lastAccessTime: Date | null;
  /** Days until a partition or table is dropped. */
  readonly lifecycle: number | null;
  readonly hubLifecycle: number | null;
  /** A `bigint` beyond 2^53. */
  readonly recordCount: number | bigint | null;
  /** In bytes; a `bigint` beyond 2^53. */
  readonly size: number | bigint | null;
  readonly isVirtualView: boolean;
  readonly isExternal: boolean;
  readonly shardInfo: unknown;
  /** Everything else of the schema, with `extended` the storage facts too, by the service's own names. */
  readonly extra: ReadonlyMap<string, unknown>;
}

/** One table of a list. */
export interface TableSummary {
  readonly name: string;
  readonly owner: string | null;
}

/** One page of a list of tables. */
export interface TablePage {
  readonly marker: string | null;
  readonly maxItems: number | null;
  readonly tables: readonly TableSummary[];
}

/** A page of `GET .../tables`. An empty list is a page without tables. Throws `INVALID_RESPONSE` for other XML. */
export function parseTableList(xml: string): TablePage {
  const root = parseXmlRoot(xml, "Tables");
  return {
    marker: textOf(root, "Marker") || null,
    maxItems: integerOf(root, "MaxItems"),
    tables: childrenOf(root, "Table").map(readTableSummary),
  };
}

function readTableSummary(element: XmlElement): TableSummary {
  return { name: textOf(element, "Name") ?? "", owner: textOf(element, "Owner") || null };
}

const tableTypes = ["MANAGED_TABLE", "VIRTUAL_VIEW", "EXTERNAL_TABLE", "MATERIALIZED_VIEW", "OBJECT_TABLE"] as const;

/** Names of the schema that have a field of their own, in lower case. */
const ownNames: ReadonlySet<string> = new Set(
  [
    "columns",
    "partitionKeys",
    "comment",
    "owner",
    "createTime",
    "lastDDLTime",
    "lastModifiedTime",
    "lastAccessTime",
    "lifecycle",
    "hubLifecycle",
  ]
    .concat("recordNum", "size", "isVirtualView", "isExternal", "tableLabel", "shardInfo")
    .map((name) => name.toLowerCase()),
);

/** A single table's answer, its JSON schema included. Throws `INVALID_RESPONSE` for other XML or a broken schema. */
export function parseTable(xml: string): Table {
  const root = parseXmlRoot(xml, "Table");
  const schema = parseSchema(textOf(root, "Schema") ?? "");
  const type = textOf(root, "Type")?.toUpperCase();
  return {
    name: textOf(root, "Name") ?? "",
    comment: textOf(root, "Comment") || schema.text("comment") || "",
    columns: schema.columns("columns"),
    partitionColumns: schema.columns("partitionKeys"),
    type: tableTypes.find((candidate) => candidate === type) ?? "UNKNOWN",
    tableId: textOf(root, "TableId") || null,
    format: textOf(root, "Format") || null,
    owner: textOf(root, "Owner") || schema.text("owner") || null,
    project: textOf(root, "Project") || null,
    schemaName: textOf(root, "SchemaName") || null,
    tableLabel: textOf(root, "TableLabel") || schema.text("tableLabel") || null,
    cryptoAlgorithm: textOf(root, "CryptoAlgo") || null,
    maskInfo: textOf(root, "TableMaskInfo") || null,
    createTime: schema.time("createTime") ?? dateOf(root, "CreationTime"),
    lastDdlTime: schema.time("lastDDLTime"),
    lastModifiedTime: schema.time("lastModifiedTime") ?? dateOf(root, "LastModifiedTime"),
    lastAccessTime: schema.time("lastAccessTime"),
    lifecycle: schema.safeInteger("lifecycle"),
    hubLifecycle: schema.safeInteger("hubLifecycle"),
    recordCount: schema.integer("recordNum"),
    size: schema.integer("size"),
    isVirtualView: schema.flag("isVirtualView", false),
    isExternal: schema.flag("isExternal", false),
    shardInfo: schema.value("shardInfo"),
    extra: schema.others(ownNames),
  };
}

function parseSchema(text: string): JsonFields {
  if (text === "") return new JsonFields({});
  let value: unknown;
  try {
    value = JSON.parse(quoteLargeIntegers(text));
  } catch (cause) {
    throw invalidResponse("the table's schema is not valid JSON", { cause });
  }
  return new JsonFields(value);
}

/**
 * Integers of 16 digits and more as texts, so that none loses digits on the way through a double. Strings are matched whole and
 * stay as they are.
 */
function quoteLargeIntegers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+])-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
}

/** A JSON object whose names are read in any case. */
class JsonFields {
  readonly #fields = new Map<string, readonly [name: string, value: unknown]>();

  constructor(value: unknown) {
    if (typeof value !== "object" || value === null) return;
    for (const [name, field] of Object.entries(value)) this.#fields.set(name.toLowerCase(), [name, field]);
  }

  value(name: string): unknown {
    return this.#fields.get(name.toLowerCase())?.[1] ?? null;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    return typeof value === "string" ? value : undefined;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.value(name);
    if (typeof value === "boolean") return value;
    return typeof value === "string" && value !== "" ? value.toLowerCase() === "true" : fallback;
  }

  /** A number, or a `bigint` where a number would not be exact. */
  integer(name: string): number | bigint | null {
    const value = this.value(name);
    if (typeof value === "number" && Number.isInteger(value)) return value;
    if (typeof value !== "string" || !/^-?\d+$/.test(value)) return null;
    return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value);
  }

  safeInteger(name: string): number | null {
    const value = this.integer(name);
    return typeof value === "number" ? value : null;
  }

  /** Epoch seconds. */
  time(name: string): Date | null {
    const seconds = this.safeInteger(name);
    return seconds === null || seconds <= 0 ? null : new Date(seconds * 1000);
  }

  columns(name: string): TableColumn[] {
    const value = this.value(name);
    return Array.isArray(value) ? value.map((column: unknown) => new JsonFields(column).#column()) : [];
  }

  others(known: ReadonlySet<string>): ReadonlyMap<string, unknown> {
    return new Map([...this.#fields].filter(([lower]) => !known.has(lower)).map(([, entry]) => entry));
  }

  #column(): TableColumn {
    const label = this.text("label");
    const defaultValue = this.flag("hasDefaultValue", false) ? this.text("defaultValue") : undefined;
    return {
      name: this.text("name") ?? "",
      type: this.text("type") ?? "",
      nullable: this.flag("isNullable", true),
      comment: this.text("comment") ?? "",
      ...(label === undefined || label === "" ? {} : { label }),
      ...(defaultValue === undefined ? {} : { defaultValue }),
    };
  }
}
