import { invalidArgument } from "../errors/client-error.js";
import { basePath, pathOf } from "../config/endpoint.js";

/** Header values of one request; names in any case. */
export type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as the signature covers it. */
export interface CanonicalRequest {
  readonly method: string;
  /** The absolute URL exactly as it will be sent. */
  readonly url: string;
  readonly headers: HeaderValues;
  /** The endpoint whose base path is left out of the signature, e.g. `https://service.cn-beijing.maxcompute.aliyun.com/api`. */
  readonly endpoint: string;
}

/**
 * The text that V2 and V4 sign. The resource stands in it percent-decoded once, because the server rebuilds it from decoded
 * values. Throws `INVALID_ARGUMENT` for a malformed escape and for a query key starting with `x-odps-`, which the official
 * SDKs sign in different ways.
 */
export function buildCanonicalString(request: CanonicalRequest): string {
  let md5 = "";
  let type = "";
  let date = "";
  const own: [name: string, value: string][] = [];
  const { headers } = request;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    // Lower-casing every name would cost more than all the rest of this loop.
    if (!isSignedInitial(name.charCodeAt(0) | 32)) continue;
    const text = typeof value === "string" ? value : value.join(",");
    const lower = name.toLowerCase();
    if (lower.startsWith("x-odps-")) own.push([lower, text]);
    else if (lower === "date") date = text;
    else if (lower === "content-type") type = text;
    else if (lower === "content-md5") md5 = text;
  }
  const resource = canonicalResource(request.url, request.endpoint);
  return `${request.method.toUpperCase()}\n${md5}\n${type}\n${date}\n${headerLines(own)}${resource}`;
}

/** Whether a lower-case letter begins a header that is signed: `content-*`, `date` or `x-odps-*`. */
function isSignedInitial(letter: number): boolean {
  return letter === 120 || letter === 100 || letter === 99;
}

/** A line for each header; names that differ only in case are one header with several values. */
function headerLines(headers: [name: string, value: string][]): string {
  sortByName(headers);
  let lines = "";
  let last = "";
  for (const [name, value] of headers) {
    lines = name === last ? `${lines.slice(0, -1)},${value}\n` : `${lines}${name}:${value}\n`;
    last = name;
  }
  return lines;
}

/** By code unit, equal names in their order. Most lists are in order already. */
function sortByName(entries: [name: string, value: string][]): void {
  let last = "";
  for (const [name] of entries) {
    if (name < last) {
      entries.sort(([a], [b]) => (a < b ? -1 : a === b ? 0 : 1));
      return;
    }
    last = name;
  }
}

function canonicalResource(url: string, endpoint: string): string {
  // By hand, not by `URL`: that would fold `..` segments and so sign another path than the one sent.
  const fragment = url.indexOf("#");
  const target = fragment < 0 ? url : url.slice(0, fragment);
  const question = target.indexOf("?");
  const address = question < 0 ? target : target.slice(0, question);
  // As a rule the URL was made from the endpoint, and what follows that is the path.
  const path = isBelow(address, endpoint)
    ? decode(address.slice(endpoint.length))
    : withoutBase(decode(pathOf(address)), decode(basePath(endpoint)));
  const query = question < 0 ? "" : canonicalQuery(target.slice(question + 1));
  return query === "" ? path : `${path}?${query}`;
}

function isBelow(address: string, endpoint: string): boolean {
  if (address.charAt(endpoint.length) !== "/" || endpoint.endsWith("/") || !endpoint.includes("://")) return false;
  // Not by `startsWith`, which takes ten times as long for texts like these.
  const start = address.slice(0, endpoint.length);
  return start === endpoint;
}

function withoutBase(path: string, base: string): string {
  if (base === "" || !path.startsWith(base)) return path === "" ? "/" : path;
  if (path.length === base.length) return "/";
  return path.charAt(base.length) === "/" ? path.slice(base.length) : path;
}

function canonicalQuery(query: string): string {
  const encoded = query.includes("%") || query.includes("+");
  const parameters: [name: string, value: string][] = [];
  for (let start = 0; start <= query.length;) {
    const ampersand = query.indexOf("&", start);
    const end = ampersand < 0 ? query.length : ampersand;
    if (end > start) parameters.push(parameterOf(query, start, end, encoded));
    start = end + 1;
  }
  sortByName(parameters);
  let text = "";
  let last: string | undefined;
  for (const [key, value] of parameters) {
    // Of equal keys only the first counts.
    if (key === last) continue;
    if (last !== undefined) text += "&";
    text += value === "" ? key : `${key}=${value}`;
    last = key;
  }
  return text;
}

function parameterOf(query: string, start: number, end: number, encoded: boolean): [name: string, value: string] {
  const equals = query.indexOf("=", start);
  const separator = equals < 0 || equals > end ? end : equals;
  const key = decodeQuery(query.slice(start, separator), encoded);
  if (key.length > 6 && key.charAt(6) === "-" && key.slice(0, 7).toLowerCase() === "x-odps-") {
    throw invalidArgument(`the query key ${key} cannot be signed: keys starting with x-odps- are reserved`);
  }
  return [key, separator === end ? "" : decodeQuery(query.slice(separator + 1, end), encoded)];
}

function decodeQuery(text: string, encoded: boolean): string {
  return encoded ? decode(text.replaceAll("+", " ")) : text;
}

function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw invalidArgument("the request URL has a malformed percent escape", cause);
  }
}
