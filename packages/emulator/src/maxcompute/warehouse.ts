import initSqlJs, { type Database, type Statement } from "sql.js";
import type { Cell, TableRow } from "./cells.js";
import { readColumnType } from "./column-types.js";
import { readCreateTable } from "./sql/create-table.js";
import { engineType, fromEngine, toEngine, type StoredValue } from "./sql/engine-values.js";
import { placeOf, SqlFailure, sqlFailure } from "./sql/sql-failure.js";
import { withoutComments } from "./sql/without-comments.js";
import { readPartition, tableFrom, type Column, type Table, type TableOptions } from "./table.js";

/** What a query selected. */
export interface Selection {
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
}

/** The tables of the one project, on an embedded SQL engine (SQLite as WebAssembly). */
export class Warehouse {
  readonly #project: string;
  readonly #now: () => number;
  readonly #database: Database;
  readonly #tables = new Map<string, Table>();
  /** Partitions that were added, by table, so that empty ones exist too. */
  readonly #partitions = new Map<string, Set<string>>();

  private constructor(project: string, now: () => number, database: Database) {
    this.#project = project;
    this.#now = now;
    this.#database = database;
  }

  /** Loads the engine and opens an empty warehouse. */
  static async open(project: string, now: () => number): Promise<Warehouse> {
    const { Database } = await initSqlJs();
    return new Warehouse(project, now, new Database());
  }

  /** Every table, by name. */
  get tables(): readonly Table[] {
    return [...this.#tables.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Names compare without regard to case. */
  find(name: string, schema = ""): Table | undefined {
    return this.#tables.get((schema === "" ? name : `${schema}.${name}`).toLowerCase());
  }

  /** Makes a table; one of that name is replaced. */
  createTable(options: TableOptions): Table {
    const table = tableFrom(options, this.#now());
    this.#tables.set(table.engineName.toLowerCase(), table);
    this.#partitions.set(table.engineName, new Set());
    const columns = [...table.columns, ...table.partitionColumns]
      .map(({ name, type }) => `"${name}" ${engineType(type)}`)
      .join(", ");
    this.#database.run(`DROP TABLE IF EXISTS "${table.engineName}"; CREATE TABLE "${table.engineName}" (${columns})`);
    return table;
  }

  /** Adds rows, without their partition columns, to a table or to one of its partitions. */
  insert(table: Table, rows: Iterable<TableRow>, partition = ""): void {
    const values = this.#partitionValues(table, partition);
    if (partition !== "") this.addPartition(table, partition);
    const marks = [...table.columns, ...table.partitionColumns].map(() => "?").join(",");
    const statement = this.#database.prepare(`INSERT INTO "${table.engineName}" VALUES (${marks})`);
    this.#database.run("BEGIN");
    for (const row of rows) {
      statement.run([...table.columns.map(({ type }, index) => toEngine(type, row[index] ?? null)), ...values]);
    }
    this.#database.run("COMMIT");
    statement.free();
  }

  /** Empties a table or one of its partitions. */
  truncate(table: Table, partition = ""): void {
    const { where, values } = this.#where(table, partition);
    this.#database.run(`DELETE FROM "${table.engineName}"${where}`, values);
  }

  /** How many rows a table, or one of its partitions, has. */
  count(table: Table, partition = ""): number {
    if (table.generated !== undefined) return table.generated.count;
    const { where, values } = this.#where(table, partition);
    const [result] = this.#database.exec(`SELECT count(*) FROM "${table.engineName}"${where}`, values);
    return Number(result?.values[0]?.[0] ?? 0);
  }

  /** Rows of a table, or of one of its partitions, without their partition columns. */
  *rows(table: Table, range: { readonly start: number; readonly count: number }, partition = ""): Generator<TableRow> {
    const { generated } = table;
    if (generated !== undefined) {
      for (let index = range.start; index < range.start + range.count; index += 1) yield generated.row(index);
      return;
    }
    const names = table.columns.map(({ name }) => `"${name}"`);
    const { where, values } = this.#where(table, partition);
    const statement = this.#database.prepare(
      `SELECT ${names.join(",")} FROM "${table.engineName}"${where} ORDER BY rowid LIMIT ${String(range.count)} OFFSET ${String(range.start)}`,
    );
    try {
      statement.bind(values);
      while (statement.step()) yield cellsOf(table.columns, exactRow(statement));
    } finally {
      statement.free();
    }
  }

  /** A table's partitions, `k=v` each, in order. */
  partitions(table: Table): readonly string[] {
    return [...(this.#partitions.get(table.engineName) ?? [])].sort();
  }

  /** Makes a partition exist. */
  addPartition(table: Table, partition: string): void {
    const values = readPartition(partition);
    this.#partitions.get(table.engineName)?.add([...values].map(([name, value]) => `${name}=${value}`).join(","));
  }

  /** Runs one statement. Throws a {@link SqlFailure}. Returns what it selected, if it selects. */
  run(statement: string): Selection | undefined {
    const sql = withoutComments(statement).trim().replace(/;\s*$/, "");
    try {
      if (/^create\s+table/i.test(sql)) this.#create(sql);
      else if (/^insert\s/i.test(sql)) this.#insertFrom(sql);
      else if (/^drop\s+table/i.test(sql)) this.#drop(sql);
      else return this.#select(this.#unqualified(sql));
      return undefined;
    } catch (error) {
      throw error instanceof SqlFailure ? error : sqlFailure(statement, error, this.#project);
    }
  }

  /** Frees the engine. */
  close(): void {
    this.#database.close();
  }

  #create(sql: string): void {
    const { ifNotExists, table } = readCreateTable(this.#unqualified(sql));
    if (this.find(table.name) === undefined) this.createTable(table);
    else if (!ifNotExists) {
      throw new SqlFailure("ODPS-0130131", placeOf(sql, table.name), `Table ${table.name} already exists`);
    }
  }

  #drop(sql: string): void {
    const [, ifExists, name = ""] =
      /^drop\s+table\s+(if\s+exists\s+)?`?([\w.]+)`?$/i.exec(this.#unqualified(sql)) ?? [];
    const table = this.find(name);
    if (table === undefined && ifExists === undefined) throw new Error(`no such table: ${name}`);
    if (table !== undefined) {
      this.#tables.delete(table.engineName.toLowerCase());
      this.#database.run(`DROP TABLE "${table.engineName}"`);
    }
  }

  #insertFrom(sql: string): void {
    const [, verb = "", name = "", partition = "", rest = ""] =
      /^insert\s+(into|overwrite)\s+(?:table\s+)?`?([\w.]+)`?\s*(?:partition\s*\(([^)]*)\))?\s*(.*)$/is.exec(
        this.#unqualified(sql),
      ) ?? [];
    const table = this.find(name);
    if (table === undefined) throw new Error(`no such table: ${name}`);
    if (verb.toLowerCase() === "overwrite") this.truncate(table, partition);
    const values = this.#partitionValues(table, partition);
    if (partition !== "") this.addPartition(table, partition);
    const constants = values.map(() => ", ?").join("");
    this.#database.run(`INSERT INTO "${table.engineName}" SELECT *${constants} FROM (${rest})`, values);
  }

  #select(sql: string): Selection {
    const statement = this.#database.prepare(sql);
    try {
      const names = statement.getColumnNames();
      const raw: StoredValue[][] = [];
      while (statement.step()) raw.push(exactRow(statement));
      const declared = this.#columnsIn(sql);
      const columns = names.map((name, index) =>
        columnNamed(
          name,
          declared,
          raw.map((row) => row[index] ?? null),
        ),
      );
      return { columns, rows: raw.map((row) => cellsOf(columns, row)) };
    } finally {
      statement.free();
    }
  }

  /** The columns of the tables that a statement names. */
  #columnsIn(sql: string): readonly Column[] {
    const words = new Set(sql.toLowerCase().match(/[\w.]+/g));
    return this.tables
      .filter(({ engineName }) => words.has(engineName.toLowerCase()))
      .flatMap(({ columns, partitionColumns }) => [...columns, ...partitionColumns]);
  }

  #unqualified(sql: string): string {
    return sql.replaceAll(new RegExp(`\\b${this.#project}\\.`, "gi"), "");
  }

  #partitionValues(table: Table, partition: string): string[] {
    const values = readPartition(partition);
    return table.partitionColumns.map(({ name }) => values.get(name) ?? "");
  }

  #where(table: Table, partition: string): { readonly where: string; readonly values: string[] } {
    if (partition === "" || table.partitionColumns.length === 0) return { where: "", values: [] };
    const terms = table.partitionColumns.map(({ name }) => `"${name}" = ?`);
    return { where: ` WHERE ${terms.join(" AND ")}`, values: this.#partitionValues(table, partition) };
  }
}

/** A selected column: one of its name whose type its values have, else what they look like. */
function columnNamed(name: string, declared: readonly Column[], values: readonly StoredValue[]): Column {
  const found = declared.find((column) => column.name.toLowerCase() === name.toLowerCase() && holds(column, values));
  if (found !== undefined) return found;
  const example = values.find((value) => value !== null);
  const text = typeof example === "bigint" ? "bigint" : typeof example === "number" ? "double" : "string";
  return { name, text, type: readColumnType(text), comment: "", nullable: true };
}

/** Whether all values are ones of the column: an alias may be the name of another. */
function holds({ type }: Column, values: readonly StoredValue[]): boolean {
  try {
    values.forEach((value) => fromEngine(type, value));
    return true;
  } catch {
    return false;
  }
}

/** A row with every digit of its integers. The library has the setting, its types do not. */
function exactRow(statement: Statement): StoredValue[] {
  const get: (parameters: undefined, settings: { readonly useBigInt: boolean }) => StoredValue[] =
    statement.get.bind(statement);
  return get(undefined, { useBigInt: true });
}

function cellsOf(columns: readonly Column[], values: readonly StoredValue[]): Cell[] {
  return columns.map(({ type }, index) => fromEngine(type, values[index] ?? null));
}
