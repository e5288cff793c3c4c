/** A statement with blanks for its comments, so that lines and columns stay where they are. */
export function withoutComments(sql: string): string {
  return sql.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|--[^\n]*/gs, (part) =>
    part.startsWith("--") ? " ".repeat(part.length) : part,
  );
}
