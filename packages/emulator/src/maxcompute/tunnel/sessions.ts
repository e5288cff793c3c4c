import type { TableRow } from "../cells.js";
import type { Column, Table } from "../table.js";

/** How long a session lives, in ms. */
const SESSION_LIFETIME = 24 * 3_600_000;

/** Rows that can be downloaded: of a table, of a partition, or of a query's result. */
export interface DownloadSession {
  readonly id: string;
  readonly createdAt: number;
  readonly columns: readonly Column[];
  readonly partitionColumns: readonly Column[];
  readonly count: number;
  /** What the session was made for, so that another path cannot read it. */
  readonly resource: string;
  rows(range: { readonly start: number; readonly count: number }): Iterable<TableRow>;
}

/** Rows that are being uploaded, block by block, until they are committed. */
export interface UploadSession {
  readonly id: string;
  readonly createdAt: number;
  readonly table: Table;
  readonly partition: string;
  readonly overwrite: boolean;
  readonly resource: string;
  readonly blocks: Map<number, { readonly rows: readonly TableRow[]; readonly at: number }>;
  status: "NORMAL" | "CLOSED";
}

/** Whether a session is too old. */
export function isExpired({ createdAt }: { readonly createdAt: number }, now: number): boolean {
  return now - createdAt >= SESSION_LIFETIME;
}

/** A schema as the tunnel writes it. */
export function schemaJson(columns: readonly Column[], partitionColumns: readonly Column[]): object {
  const columnJson = ({ name, text, comment, nullable }: Column, index: number): object => ({
    column_id: String(index),
    name,
    type: text,
    comment,
    nullable,
  });
  return {
    IsVirtualView: false,
    columns: columns.map(columnJson),
    partitionKeys: partitionColumns.map(columnJson),
  };
}
