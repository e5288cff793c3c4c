import type { ColumnOptions, TableOptions } from "../table.js";
import { placeOf, SqlFailure } from "./sql-failure.js";

/** A `CREATE TABLE` statement, read. */
export interface CreateTable {
  readonly ifNotExists: boolean;
  readonly table: TableOptions;
}

const STATEMENT =
  /^create\s+table\s+(if\s+not\s+exists\s+)?([\w.`]+)\s*\((.*?)\)\s*((?:comment\s+'[^']*'|partitioned\s+by\s*\([^)]*\)|lifecycle\s+\d+|\s+)*)$/is;

/** Reads `CREATE TABLE name (column type, ...) [COMMENT '..'] [PARTITIONED BY (..)] [LIFECYCLE n]`. */
export function readCreateTable(statement: string): CreateTable {
  const [, ifNotExists, name = "", columns = "", tail = ""] = STATEMENT.exec(statement) ?? [];
  if (name === "") {
    throw new SqlFailure("ODPS-0130161", placeOf(statement, ""), "Parse exception - invalid CREATE TABLE");
  }
  const [, partitionColumns = ""] = /partitioned\s+by\s*\(([^)]*)\)/is.exec(tail) ?? [];
  const [, comment] = /comment\s+'([^']*)'/i.exec(tail) ?? [];
  const [, lifecycle] = /lifecycle\s+(\d+)/i.exec(tail) ?? [];
  return {
    ifNotExists: ifNotExists !== undefined,
    table: {
      name: name.replaceAll("`", ""),
      columns: readColumns(columns),
      partitionColumns: readColumns(partitionColumns),
      comment,
      lifecycle: lifecycle === undefined ? undefined : Number(lifecycle),
    },
  };
}

function readColumns(text: string): ColumnOptions[] {
  return splitTopLevel(text).map((part) => {
    const [, name = "", type = "", notNull, comment] =
      /^`?(\w+)`?\s+(.+?)(\s+not\s+null)?(?:\s+comment\s+'([^']*)')?$/is.exec(part.trim()) ?? [];
    return { name, type, nullable: notNull === undefined, comment };
  });
}

/** Splits at commas that stand in no brackets. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const sign of text) {
    if ("(<".includes(sign)) depth += 1;
    if (")>".includes(sign)) depth -= 1;
    if (sign === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else part += sign;
  }
  return [...parts, part].filter((each) => each.trim() !== "");
}
