import { CredentialsError } from "@credport/core";

/** The sections of an ini file, by name. */
export type IniFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads an ini file: `[section]`, `key = value`, comments on lines of their own that begin with `#` or `;`, and values whole or
 * in quotes. A key that stands twice has its last value. A line that is none of these is `FILE_MALFORMED`, by its number.
 */
export function parseIni(text: string, path: string): IniFile {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  for (const [index, raw] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const name = /^\[(.+)\]$/.exec(line)?.[1]?.trim();
    if (name !== undefined) {
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      continue;
    }
    const [, key, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) {
      throw new CredentialsError({
        code: "FILE_MALFORMED",
        vendorCode: "SharedCredsLoad",
        message: `${path}: line ${index + 1} is neither a section nor "key = value".`,
      });
    }
    section.set(key, /^(["'])(.*)\1$/.exec(value)?.[2] ?? value);
  }
  return sections;
}
