/** A statement that failed: what the task's result says. */
export class SqlFailure extends Error {
  override readonly name = "SqlFailure";

  constructor(code: string, place: { readonly line: number; readonly column: number }, text: string) {
    super(`${code}:[${String(place.line)},${String(place.column)}] ${text}`);
  }
}

/** Where a word first stands in a text; its beginning when it does not. Lines and columns count from 1. */
export function placeOf(text: string, word: string): { readonly line: number; readonly column: number } {
  const at = Math.max(0, word === "" ? text.length : text.toLowerCase().indexOf(word.toLowerCase()));
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The SQL engine's error in MaxCompute's words. */
export function sqlFailure(statement: string, error: unknown, project: string): SqlFailure {
  const text = error instanceof Error ? error.message : "internal error";
  const [, table] = /no such table: (?:main\.)?(\S+)/.exec(text) ?? [];
  if (table !== undefined) {
    const what = `Semantic analysis exception - table ${project}.${table} cannot be resolved`;
    return new SqlFailure("ODPS-0130131", placeOf(statement, table), what);
  }
  const [, column] = /no such column: (\S+)/.exec(text) ?? [];
  if (column !== undefined) {
    const what = `Semantic analysis exception - column ${column} cannot be resolved`;
    return new SqlFailure("ODPS-0130071", placeOf(statement, column), what);
  }
  const [, token = ""] = /near "([^"]+)"/.exec(text) ?? [];
  return new SqlFailure("ODPS-0130161", placeOf(statement, token), `Parse exception - invalid token '${token}'`);
}
