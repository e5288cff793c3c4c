import { ClientError } from "../../errors/client-error.js";
import type { FieldReader } from "./parse-fields.js";

/** Headers of an answer, names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** The value of a header. */
export function header(name: string): FieldReader<Headers, string> {
  return (headers) => headers[name];
}

/** A header that holds a whole number. */
export function numberHeader(name: string): FieldReader<Headers, number> {
  return (headers) => (headers[name] === undefined ? undefined : parseWhole(headers[name], name));
}

/** A header that holds an HTTP-date. */
export function dateHeader(name: string): FieldReader<Headers, Date> {
  return (headers) => {
    const time = Date.parse(headers[name] ?? "");
    return Number.isNaN(time) ? undefined : new Date(time);
  };
}

/** A header that holds `true` or `false`. */
export function flagHeader(name: string): FieldReader<Headers, boolean> {
  return (headers) => (headers[name] === undefined ? undefined : headers[name] === "true");
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
