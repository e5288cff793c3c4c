import { invalidArgument } from "../errors/client-error.js";
import { basePath } from "../config/endpoint.js";

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
  const headers = lowerCased(request.headers);
  const signed = [...headers.keys()]
    .filter((name) => name.startsWith("x-odps-"))
    .sort()
    .map((name) => `${name}:${headers.get(name) ?? ""}`);
  return [
    request.method.toUpperCase(),
    headers.get("content-md5") ?? "",
    headers.get("content-type") ?? "",
    headers.get("date") ?? "",
    ...signed,
    canonicalResource(request.url, request.endpoint),
  ].join("\n");
}

function lowerCased(headers: HeaderValues): Map<string, string> {
  const result = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = typeof value === "string" ? value : value.join(",");
    const key = name.toLowerCase();
    const earlier = result.get(key);
    result.set(key, earlier === undefined ? text : `${earlier},${text}`);
  }
  return result;
}

function canonicalResource(url: string, endpoint: string): string {
  // By hand, not by `URL`: that would fold `..` segments and so sign another path than the one sent.
  const target = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)(?:\?([^#]*))?/i.exec(url);
  if (target === null) throw invalidArgument("the request URL is not absolute");
  const [, rawPath = "", rawQuery = ""] = target;
  const path = withoutBase(decode(rawPath), decode(basePath(endpoint)));
  const query = canonicalQuery(rawQuery);
  return query === "" ? path : `${path}?${query}`;
}

function withoutBase(path: string, base: string): string {
  if (base === "" || !path.startsWith(base)) return path === "" ? "/" : path;
  const rest = path.slice(base.length);
  if (rest === "") return "/";
  return rest.startsWith("/") ? rest : path;
}

function canonicalQuery(query: string): string {
  const parameters = new Map<string, string>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const separator = pair.indexOf("=");
    const key = decode((separator < 0 ? pair : pair.slice(0, separator)).replaceAll("+", " "));
    if (key.toLowerCase().startsWith("x-odps-")) {
      throw invalidArgument(`the query key ${key} cannot be signed: keys starting with x-odps- are reserved`);
    }
    if (!parameters.has(key))
      parameters.set(key, separator < 0 ? "" : decode(pair.slice(separator + 1).replaceAll("+", " ")));
  }
  return [...parameters.keys()]
    .sort()
    .map((key) => {
      const value = parameters.get(key) ?? "";
      return value === "" ? key : `${key}=${value}`;
    })
    .join("&");
}

function decode(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw invalidArgument("the request URL has a malformed percent escape", cause);
  }
}
