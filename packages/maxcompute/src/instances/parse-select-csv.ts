import { invalidResponse } from "../errors/client-error.js";

/** A SELECT's inline result. */
export interface SelectCsv {
  readonly columns: readonly string[];
  /** `null` is SQL's NULL; an empty string is one. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Parses RFC 4180 text with a header line; an unquoted `\N` is NULL. Throws `INVALID_RESPONSE` for a broken row. */
export function parseSelectCsv(text: string): SelectCsv {
  const [header, ...rows] = readRecords(text);
  if (header === undefined) return { columns: [], rows: [] };
  rows.forEach((row, index) => {
    if (row.length !== header.length)
      throw invalidResponse(`row ${index + 1} of the result has ${row.length} cells for ${header.length} columns`);
  });
  return { columns: header.map((name) => name ?? "\\N"), rows };
}

function readRecords(text: string): (string | null)[][] {
  const records: (string | null)[][] = [];
  let record: (string | null)[] = [];
  let position = 0;
  while (position < text.length) {
    const cell = text[position] === '"' ? quotedCell(text, position) : plainCell(text, position);
    record.push(cell.value);
    position = cell.end;
    if (text[position] === ",") {
      position++;
      if (position === text.length) record.push("");
      else continue;
    }
    records.push(record);
    record = [];
    if (text[position] === "\r") position++;
    if (text[position] === "\n") position++;
  }
  return records;
}

function plainCell(text: string, start: number): { value: string | null; end: number } {
  let end = start;
  while (end < text.length && !",\r\n".includes(text.charAt(end))) end++;
  const value = text.slice(start, end);
  return { value: value === "\\N" ? null : value, end };
}

function quotedCell(text: string, start: number): { value: string; end: number } {
  let end = start + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) throw invalidResponse("the result ends inside a quoted cell");
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  const after = text[end + 1];
  if (after !== undefined && !",\r\n".includes(after)) throw invalidResponse("the result has text after a quoted cell");
  return { value: text.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}
