// Node reads and writes header bytes as Latin-1; vendors mean UTF-8.

const BEYOND_ASCII = /[\u0080-\uffff]/;

/** The UTF-8 text in a header that was read as Latin-1. */
export function utf8FromLatin1(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text, "latin1").toString("utf8") : text;
}

/** The Latin-1 text whose bytes are the UTF-8 form of this one, for a header to be written. */
export function latin1FromUtf8(text: string): string {
  return BEYOND_ASCII.test(text) ? Buffer.from(text, "utf8").toString("latin1") : text;
}
