const reserved = /[^A-Za-z0-9\-_.~]/;
const leftByComponent = /[!'()*]/g;

/**
 * Percent-encodes as Alibaba Cloud's signatures ask: the UTF-8 bytes of everything but `A-Z a-z 0-9 - _ . ~`, in upper-case
 * hex. A lone surrogate becomes U+FFFD, as any UTF-8 encoder makes it.
 */
export function percentEncode(text: string): string {
  // Most keys and values need nothing, and the test is cheaper than the encoder.
  if (!reserved.test(text)) return text;
  return encodeComponent(text).replace(leftByComponent, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Encodes text that is already percent-encoded once more, where only `%` can be left to encode. */
export function encodeAgain(encoded: string): string {
  return encoded.replaceAll("%", "%25");
}

/** Sorts names by their UTF-8 bytes, in place. */
export function sortByBytes(names: string[]): string[] {
  names.sort();
  // UTF-16 and UTF-8 order differ only where surrogate pairs meet the characters above them.
  return names.some((name) => /[\uD800-\uFFFF]/.test(name))
    ? names.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    : names;
}

function encodeComponent(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(Buffer.from(text).toString());
  }
}
