import { SerializationError } from "../errors/serialization-error.js";

const plainComponent = /^[A-Za-z0-9\-._~]*$/;
const plainPath = /^[A-Za-z0-9\-._~/]*$/;

/** Kept by `encodeURIComponent`, but encoded by OSS. */
const reserved: Readonly<Record<string, string>> = { "!": "%21", "'": "%27", "(": "%28", ")": "%29", "*": "%2A" };

/**
 * Percent-encodes a query name or value by the rules of the OSS signature: UTF-8 bytes, `A-Z a-z 0-9 - . _ ~` kept, hex digits
 * in upper case. Throws `SerializationError` for a lone surrogate.
 */
export function encodeComponent(text: string): string {
  if (plainComponent.test(text)) return text;
  try {
    return encodeURIComponent(text).replace(/[!'()*]/g, (character) => reserved[character] ?? character);
  } catch (error) {
    throw new SerializationError(error);
  }
}

/** Percent-encodes an object key or a path: like {@link encodeComponent}, with slashes kept. */
export function encodePath(path: string): string {
  if (plainPath.test(path)) return path;
  return encodeComponent(path).replaceAll("%2F", "/");
}

/**
 * Encodes query items as the OSS signature orders them: by encoded name in byte order, a bare name for an empty value. The
 * result serves in the URL and in the canonical request. Items that are `undefined` are left out.
 */
export function encodeQuery(query: Readonly<Record<string, string | undefined>>): string {
  const items: [string, string][] = [];
  for (const name in query) {
    const value = query[name];
    if (value === undefined) continue;
    items.push(encodeItem(name, value));
  }
  return joinSorted(items);
}

/** {@link encodeQuery} for items of which several may have one name; those are ordered by their values. */
export function encodeQueryItems(items: Iterable<readonly [name: string, value: string]>): string {
  const encoded: [string, string][] = [];
  for (const [name, value] of items) encoded.push(encodeItem(name, value));
  return joinSorted(encoded);
}

/** The encoded name, by which items are ordered, and the item. */
function encodeItem(name: string, value: string): [name: string, item: string] {
  const encoded = encodeComponent(name);
  return [encoded, value === "" ? encoded : `${encoded}=${encodeComponent(value)}`];
}

function joinSorted(items: [name: string, item: string][]): string {
  if (items.length > 1) items.sort(([a, first], [b, second]) => (a < b || (a === b && first < second) ? -1 : 1));
  return items.map(([, item]) => item).join("&");
}
