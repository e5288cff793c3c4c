import type { SelectCsv } from "./parse-select-csv.js";
import type { DownloadSession } from "../tunnel/download-session.js";
import { rowObject } from "../tunnel/record-reader.js";
import type { CellValue, ColumnType, Row } from "../types/column-type.js";
import { convertText, isTextExact } from "../types/convert-text.js";

/** A column of a result. */
export interface ResultColumn {
  readonly name: string;
  /** `undefined` when the service did not say; cells are texts then. */
  readonly type: ColumnType | undefined;
}

/** The rows of a SELECT. */
export interface ResultSet extends AsyncIterable<Row> {
  readonly columns: readonly ResultColumn[];
  /** `inline`: the short form, at most 10,000 rows. `tunnel`: all rows, exactly typed. */
  readonly source: "inline" | "tunnel";
  /** Whether rows may be missing: only when the inline form was asked for, or was all the service gives. */
  readonly truncated: boolean;
  /** What a statement other than SELECT answered. */
  readonly text: string | undefined;
  /** Rows as objects by column name, without a prototype. */
  objects(): AsyncIterable<Readonly<Record<string, CellValue>>>;
}

/** The most rows the inline form has; the service cuts there without saying so. */
export const inlineRowLimit = 10_000;

/** Whether the inline form is complete and loses nothing by being text. */
export function isInlineExact(csv: SelectCsv, types: readonly (ColumnType | undefined)[]): boolean {
  return csv.rows.length < inlineRowLimit && types.every((type) => type !== undefined && isTextExact(type));
}

/** The inline form as a result. */
export function inlineResult(csv: SelectCsv, types: readonly (ColumnType | undefined)[]): ResultSet {
  const columns = csv.columns.map((name, index) => ({ name, type: types[index] }));
  const convert = (row: readonly (string | null)[]): Row =>
    row.map((cell, index) => {
      const type = types[index];
      return cell === null || type === undefined ? cell : convertText(cell, type);
    });
  return resultSet(
    columns,
    { source: "inline", truncated: csv.rows.length >= inlineRowLimit, text: undefined },
    async function* () {
      for (const row of csv.rows) yield convert(row);
    },
  );
}

/** What a statement other than SELECT answered, as a result without rows. */
export function textResult(text: string): ResultSet {
  return resultSet([], { source: "inline", truncated: false, text }, async function* () {});
}

/** All rows through the tunnel. */
export function tunnelResult(session: DownloadSession, signal: AbortSignal | undefined): ResultSet {
  const reader = session.rows({ signal });
  return resultSet(reader.columns, { source: "tunnel", truncated: false, text: undefined }, () =>
    reader[Symbol.asyncIterator](),
  );
}

function resultSet(
  columns: readonly ResultColumn[],
  facts: Pick<ResultSet, "source" | "truncated" | "text">,
  rows: () => AsyncIterator<Row>,
): ResultSet {
  const names = columns.map((column) => column.name);
  const result: ResultSet = {
    ...facts,
    columns,
    [Symbol.asyncIterator]: rows,
    async *objects() {
      for await (const row of result) yield rowObject(names, row);
    },
  };
  return result;
}
