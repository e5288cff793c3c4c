const beyondAscii = /[^\x00-\x7f]/;

/** Header values for the wire: UTF-8 text as a Latin-1 string of its bytes, which is what Node and undici send. */
export function toWireHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const wire: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name] ?? "";
    wire[name] = beyondAscii.test(value) ? Buffer.from(value).toString("latin1") : value;
  }
  return wire;
}

/** Headers of an answer: repeats joined, bytes beyond ASCII read as UTF-8. */
export function fromWireHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const text: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    const joined = typeof value === "string" ? value : value.join(", ");
    text[name] = beyondAscii.test(joined) ? Buffer.from(joined, "latin1").toString() : joined;
  }
  return text;
}
