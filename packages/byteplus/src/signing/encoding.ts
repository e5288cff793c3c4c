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

/** The canonical query: pairs by the bytes of their keys, repeated keys in their order, an empty value with its `=`. */
export function canonicalQuery(pairs: Iterable<readonly [string, string]>): string {
  return [...pairs]
    .sort(([left], [right]) => compareBytes(left, right))
    .map(([key, value]) => `${encodeComponent(key)}=${encodeComponent(value)}`)
    .join("&");
}

const ascii = /^[\0-\x7f]*$/;

/** Orders texts by their UTF-8 bytes, which for characters beyond the basic plane is not the order of JavaScript's `<`. */
export function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  if (ascii.test(left) && ascii.test(right)) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(left, "utf8"), Buffer.from(right, "utf8"));
}
