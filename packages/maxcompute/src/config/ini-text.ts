import { ConfigError } from "../errors/config-error.js";

/** One `key = value` of an ini file, with the value as written after unquoting. */
export type IniSection = ReadonlyMap<string, string>;

/** The sections of an ini file by name. */
export type IniSections = ReadonlyMap<string, IniSection>;

/** Where keys before any section belong; a file may also open it by name. */
export const defaultSection = "DEFAULT";

/** Options of {@link parseIniText}. */
export interface IniOptions {
  /** Keep what the Go SDK makes of a quoted text followed by a comment. */
  readonly compat: boolean;
  /** The sections whose values are used; only there such a comment is refused. */
  readonly sections: readonly string[];
}

/**
 * Parses the ini dialect of the Go SDK (go-ini without inline comments), which has little in common with that of credentials
 * files: other delimiters, quoted keys, values over several lines. In strict mode a quoted text followed by a comment is refused,
 * since the Go SDK would take all of it, quotes included, for the value; `compat` keeps that result.
 */
export function parseIniText(text: string, options: IniOptions): IniSections {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  let name = defaultSection;
  let section = new Map<string, string>();
  const sections = new Map([[name, section]]);
  const reader = new LineReader(lines);
  for (let line = reader.next(); line !== undefined; line = reader.next()) {
    const started = line.trimStart();
    if (started === "" || started.startsWith("#") || started.startsWith(";")) continue;
    if (started.startsWith("[")) {
      name = sectionName(started, reader.line);
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      continue;
    }
    const { key, rest } = splitPair(started, reader.line);
    section.set(key, readValue(rest, key, reader, options.compat || !options.sections.includes(name)));
  }
  return sections;
}

class LineReader {
  /** The number of the line last read, from 1. */
  line = 0;
  readonly #lines: readonly string[];

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  next(): string | undefined {
    return this.#lines[this.line++];
  }
}

function sectionName(line: string, at: number): string {
  const end = line.lastIndexOf("]");
  if (end < 0) throw new ConfigError("SYNTAX", `line ${at}: a section without a closing bracket`, { line: at });
  if (end === 1) throw new ConfigError("SYNTAX", `line ${at}: a section without a name`, { line: at });
  return line.slice(1, end);
}

const keyQuotes = ['"""', '"', "`"] as const;

function splitPair(line: string, at: number): { key: string; rest: string } {
  const quote = keyQuotes.find((candidate) => line.startsWith(candidate));
  const close = quote === undefined ? 0 : line.indexOf(quote, quote.length);
  if (close < 0) throw new ConfigError("SYNTAX", `line ${at}: a key without a closing quote`, { line: at });
  const offset = line.slice(close).search(/[=:]/);
  if (offset < 0)
    throw new ConfigError("SYNTAX", `line ${at}: neither a section, a comment nor key = value`, { line: at });
  const key = (quote === undefined ? line.slice(0, offset) : line.slice(quote.length, close)).trim();
  if (key === "") throw new ConfigError("SYNTAX", `line ${at}: an empty key`, { line: at });
  return { key, rest: line.slice(close + offset + 1).trimStart() };
}

function readValue(rest: string, key: string, reader: LineReader, compat: boolean): string {
  const block = rest.startsWith('"""') ? '"""' : rest.startsWith("`") ? "`" : undefined;
  if (block !== undefined) return readBlock(rest, block, key, reader, compat);
  const value = rest.trimEnd();
  if (!compat) refuseComment(value, key, reader.line);
  return value.endsWith("\\") ? joinContinued(value, reader) : unquoted(value);
}

/**
 * A value in backticks or triple quotes: up to the last such mark of the line, or of the first later line that has one. Its lines
 * stay as they are, with their ends.
 */
function readBlock(rest: string, mark: string, key: string, reader: LineReader, compat: boolean): string {
  const start = reader.line;
  let body = rest.slice(mark.length);
  for (;;) {
    const end = body.lastIndexOf(mark);
    if (end >= 0) {
      const ends = compat ? [] : [body.indexOf(mark), end];
      for (const each of ends) refuseTail(body.slice(each + mark.length), key, reader.line);
      return body.slice(0, end);
    }
    const line = reader.next();
    if (line === undefined)
      throw new ConfigError("SYNTAX", `line ${start}: the value of ${key} has no closing ${mark}`, {
        key,
        line: start,
      });
    body += `\n${line}`;
  }
}

/** A value that goes on behind a backslash, up to a line without one or a blank line. Quotes in it stay, as in go-ini. */
function joinContinued(first: string, reader: LineReader): string {
  let value = first;
  while (value.endsWith("\\")) {
    const line = reader.next()?.trim() ?? "";
    value = value.slice(0, -1) + line;
    if (line === "") break;
  }
  return value;
}

function unquoted(value: string): string {
  for (const quote of ['"', "'"]) {
    const wrapped = value.length >= 2 && value.startsWith(quote) && value.endsWith(quote);
    if (wrapped && !value.slice(1, -1).includes(quote)) return value.slice(1, -1);
  }
  return value;
}

function refuseComment(value: string, key: string, line: number): void {
  const quoted = /^(?:"[^"]*"|'[^']*')(.*)$/.exec(value);
  if (quoted !== null) refuseTail(quoted[1] ?? "", key, line);
}

function refuseTail(tail: string, key: string, line: number): void {
  if (!/^\s+[#;]/.test(tail)) return;
  throw new ConfigError(
    "INLINE_COMMENT",
    `line ${line}: a comment after the value of ${key}; put it on a line of its own`,
    { key, line },
  );
}
