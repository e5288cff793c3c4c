/** Only the unreserved characters of the signature: these need no encoding. */
const unreserved = /^[A-Za-z0-9\-_.~]*$/;
const leftByEncodeUriComponent = /[!'()*]/g;

/** Percent-encodes UTF-8: `A-Z a-z 0-9 - _ . ~` stay, hex is upper case, a space is `%20`. */
export function encodeComponent(text: string): string {
  if (unreserved.test(text)) return text;
  return encodeWellFormed(text).replace(
    leftByEncodeUriComponent,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function encodeWellFormed(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate has no UTF-8 form; the replacement character is what travels anyway.
    return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8"));
  }
}

/** Encodes a decoded path segment by segment; an empty path is `/`. */
export function canonicalPath(path: string): string {
  return path === "" || path === "/" ? "/" : path.split("/").map(encodeComponent).join("/");
}

/** The path of a URL with its percent-encoding undone; kept as it is where that encoding is broken. */
export function decodePath(pathname: string): string {
  if (!pathname.includes("%")) return pathname;
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

type Pair = readonly [name: string, value: string];

/** The canonical query: pairs by the bytes of their keys, repeated keys in their order, an empty value with its `=`. */
export function canonicalQuery(pairs: readonly Pair[]): string {
  let query = "";
  for (const [key, value] of sorted(pairs))
    query += `${query === "" ? "" : "&"}${encodeComponent(key)}=${encodeComponent(value)}`;
  return query;
}

/** A few pairs, nearly in order as those of most calls are, take half the time when each is put in its place. */
function sorted(pairs: readonly Pair[]): readonly Pair[] {
  if (pairs.length > 16) return [...pairs].sort((left, right) => compareBytes(left[0], right[0]));
  const ordered: Pair[] = [];
  for (const pair of pairs) {
    let place = ordered.length;
    while (place > 0 && compareBytes(ordered[place - 1]?.[0] ?? "", pair[0]) > 0) place -= 1;
    if (place === ordered.length) ordered.push(pair);
    else ordered.splice(place, 0, pair);
  }
  return ordered;
}

/** A query written with the unreserved characters alone: nothing to decode, nothing to encode. */
const plainQuery = /^\?[A-Za-z0-9\-_.~=&]*$/;

/** The canonical form of a URL's query. Most come in that form already. */
export function canonicalSearch(url: URL): string {
  const { search } = url;
  if (search === "") return "";
  return plainQuery.test(search) && isSorted(search) ? search.slice(1) : canonicalQuery([...url.searchParams]);
}

/** Whether every item has its `=` and the names ascend. */
function isSorted(search: string): boolean {
  let previous = "";
  for (const pair of search.slice(1).split("&")) {
    const equals = pair.indexOf("=");
    if (equals <= 0 || pair.includes("=", equals + 1)) return false;
    const name = pair.slice(0, equals);
    if (name < previous) return false;
    previous = name;
  }
  return true;
}

const firstSurrogate = 0xd800;

/** Orders texts by their UTF-8 bytes, which for characters beyond the basic plane is not the order of JavaScript's `<`. */
export function compareBytes(left: string, right: string): number {
  const common = Math.min(left.length, right.length);
  for (let index = 0; index < common; index += 1) {
    const unit = left.charCodeAt(index);
    const other = right.charCodeAt(index);
    if (unit === other) continue;
    // Below the surrogates both orders are one.
    if (unit < firstSurrogate || other < firstSurrogate) return unit - other;
    return Buffer.compare(Buffer.from(left, "utf8"), Buffer.from(right, "utf8"));
  }
  return left.length - right.length;
}
