import { readPartition, type Partition } from "./parse-partition.js";
import { parseTable, parseTableList, type Table, type TableSummary } from "./parse-table.js";
import { exists } from "../client/exists.js";
import { listAll } from "../client/paged-list.js";
import {
  listQuery,
  projectOf,
  type ListOptions,
  type SchemaCallOptions,
  type ServiceContext,
} from "../client/service-context.js";
import { childrenOf, textOf } from "../xml/xml-element.js";
import { parseXmlRoot } from "../xml/parse-xml.js";

/** Options of {@link Tables.get}. */
export interface GetTableOptions extends SchemaCallOptions {
  /** Adds the storage facts to `extra`. */
  readonly extended?: boolean | undefined;
}

/** Options of {@link Tables.partitions}. */
export interface ListPartitionsOptions extends SchemaCallOptions {
  /** Only these, e.g. `region='cn'`. */
  readonly filter?: string | undefined;
  /** Items of one page. Default: the service's. */
  readonly pageSize?: number | undefined;
}

/** The tables of a project or schema. */
export class Tables {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /** All tables, page by page. */
  list(options: ListOptions & SchemaCallOptions = {}): AsyncGenerator<TableSummary, void, undefined> {
    return listAll("list tables", async (marker) => {
      const answer = await this.#context.requester.call({
        operation: "list tables",
        method: "GET",
        resource: { kind: "tables", project: projectOf(this.#context, options) },
        query: listQuery(options, marker),
        schema: options.schema ?? this.#context.schema,
        repeat: "always",
        signal: options.signal,
      });
      const page = parseTableList(answer.text);
      return { marker: page.marker, items: page.tables };
    });
  }

  /** One table with its columns. */
  async get(name: string, options: GetTableOptions = {}): Promise<Table> {
    const answer = await this.#context.requester.call({
      operation: `get table ${name}`,
      method: "GET",
      resource: { kind: "table", project: projectOf(this.#context, options), table: name },
      query: { extended: options.extended === true ? "" : undefined },
      schema: options.schema ?? this.#context.schema,
      repeat: "always",
      signal: options.signal,
    });
    return parseTable(answer.text);
  }

  /** Whether a table is there for this account. */
  exists(name: string, options: SchemaCallOptions = {}): Promise<boolean> {
    return exists(this.get(name, options));
  }

  /** All partitions of a table, page by page. */
  partitions(table: string, options: ListPartitionsOptions = {}): AsyncGenerator<Partition, void, undefined> {
    const operation = `list partitions of ${table}`;
    return listAll(operation, async (marker) => {
      const answer = await this.#context.requester.call({
        operation,
        method: "GET",
        resource: { kind: "table", project: projectOf(this.#context, options), table },
        query: { ...listQuery({ pageSize: options.pageSize }, marker), partitions: "", partition: options.filter },
        schema: options.schema ?? this.#context.schema,
        repeat: "always",
        signal: options.signal,
      });
      const root = parseXmlRoot(answer.text, "Partitions");
      return { marker: textOf(root, "Marker") || null, items: childrenOf(root, "Partition").map(readPartition) };
    });
  }
}
