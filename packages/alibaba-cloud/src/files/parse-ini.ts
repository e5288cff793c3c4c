import { CredentialsError } from "@credport/core";
import { withoutByteOrderMark } from "./parse-config-file.js";

/** The sections of an ini file, each with its keys and values. */
export type IniFile = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * Parses an ini file by the grammar of "alibaba-credentials" section 3.3: `[name]`, `key = value` split at the first `=`, a
 * comment only where `#` or `;` begins the line, one pair of matching quotes taken off, later keys winning, sections of one
 * name merged. `FILE_MALFORMED` names path and line number, never the content.
 */
export function parseIni(text: string, path: string): IniFile {
  const sections = new Map<string, Record<string, string>>();
  // Keys before the first section belong to no profile.
  let section: Record<string, string> = {};
  for (const [index, raw] of withoutByteOrderMark(text).split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    if (line.startsWith("[")) {
      if (!line.endsWith("]")) throw malformed(path, index);
      const name = line.slice(1, -1).trim();
      section = sections.get(name) ?? {};
      sections.set(name, section);
      continue;
    }
    const equals = line.indexOf("=");
    const key = line.slice(0, Math.max(equals, 0)).trim();
    if (key === "") throw malformed(path, index);
    section[key] = unquoted(line.slice(equals + 1).trim());
  }
  return sections;
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}

function malformed(path: string, index: number): CredentialsError {
  return new CredentialsError({
    code: "FILE_MALFORMED",
    message: `${path}, line ${String(index + 1)}: neither a [section], a key = value, nor a comment`,
  });
}
