import { CredentialsError } from "@credport/core";
import { parseIni as parseIniText, type IniFile } from "@credport/node";

/**
 * Parses an ini file by the grammar of "alibaba-credentials" section 3.3. `FILE_MALFORMED` names path and line number, never the
 * content.
 */
export function parseIni(text: string, path: string): IniFile {
  return parseIniText(
    text,
    (line) =>
      new CredentialsError({
        code: "FILE_MALFORMED",
        message: `${path}, line ${String(line)}: neither a [section], a key = value, nor a comment`,
      }),
  );
}
