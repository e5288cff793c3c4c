import { CredentialsError } from "@credport/core";
import { parseIni as parseIniText, type IniFile } from "@credport/node";

/** Reads an ini file. A line that is no part of one is `FILE_MALFORMED` (`SharedCredsLoad`), by its number. */
export function parseIni(text: string, path: string): IniFile {
  return parseIniText(
    text,
    (line) =>
      new CredentialsError({
        code: "FILE_MALFORMED",
        vendorCode: "SharedCredsLoad",
        message: `${path}: line ${line} is neither a section nor "key = value".`,
      }),
  );
}
