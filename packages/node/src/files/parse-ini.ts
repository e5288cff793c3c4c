/** The sections of an ini file, by name, each with its keys and values. */
export type IniFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Parses the ini text of a credentials file: a byte order mark is dropped; `[name]`, `key = value` split at the first `=`, a
 * comment only where `#` or `;` begins the line, one pair of matching quotes taken off, later keys winning, sections of one name
 * merged; keys before the first section belong to none. For any other line, counted from 1, `malformed` makes the error.
 */
export function parseIni(text: string, malformed: (line: number) => Error): IniFile {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  const lines = (text.startsWith("\uFEFF") ? text.slice(1) : text).split(/\r?\n/);
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    if (line.startsWith("[")) {
      if (!line.endsWith("]")) throw malformed(index + 1);
      const name = line.slice(1, -1).trim();
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      continue;
    }
    const equals = line.indexOf("=");
    const key = line.slice(0, Math.max(equals, 0)).trim();
    if (key === "") throw malformed(index + 1);
    section.set(key, unquoted(line.slice(equals + 1).trim()));
  }
  return sections;
}

function unquoted(value: string): string {
  return value.length > 1 && /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
