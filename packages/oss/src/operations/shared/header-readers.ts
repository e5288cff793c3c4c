import { ClientError } from "../../errors/client-error.js";
import type { FieldReader } from "./parse-fields.js";

/** Headers of an answer, names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** Reads a field that depends on one header. */
export type HeaderReader<Value> = FieldReader<Headers, Value> & { readonly header: string };

/** The value of a header. */
export function header(name: string): HeaderReader<string> {
  return readerOf(name, (text) => text);
}

/** A header that holds a whole number. */
export function numberHeader(name: string): HeaderReader<number> {
  return readerOf(name, (text) => parseWhole(text, name));
}

/** A header that holds an HTTP-date. */
export function dateHeader(name: string): HeaderReader<Date> {
  return readerOf(name, (text) => {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? undefined : date;
  });
}

/** A header that holds `true` or `false`. */
export function flagHeader(name: string): HeaderReader<boolean> {
  return readerOf(name, (text) => text === "true");
}

function readerOf<Value>(header: string, parse: (text: string) => Value | undefined): HeaderReader<Value> {
  const read = (headers: Headers): Value | undefined => {
    const text = headers[header];
    return text === undefined ? undefined : parse(text);
  };
  return Object.assign(read, { header });
}

const metadataPrefix = "x-oss-meta-";

/** The user's metadata: `x-oss-meta-` headers, without the prefix. */
export function metadataHeaders(headers: Headers): Record<string, string> {
  const metadata: [string, string][] = [];
  for (const name in headers) {
    if (name.startsWith(metadataPrefix)) metadata.push([name.slice(metadataPrefix.length), headers[name] ?? ""]);
  }
  return Object.fromEntries(metadata);
}

/** A whole number that fits a JavaScript number exactly. Throws `ClientError` for one that does not. */
export function parseWhole(text: string, name: string): number {
  const value = /^\s*-?\d+\s*$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new ClientError(
    "UnmarshalOutputFail",
    `${name} is no whole number that can be kept exactly`,
    new RangeError(name),
  );
}
