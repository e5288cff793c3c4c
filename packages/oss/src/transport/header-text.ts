import type { HeaderList } from "../signing/header-list.js";

const beyondAscii = /[^\x00-\x7f]/;

/** Headers for the wire, value after name: UTF-8 as a Latin-1 string of its bytes, which is what Node and undici send. */
export function toWireHeaders({ fields, isAscii }: HeaderList): string[] {
  return isAscii ? fields.slice() : fields.map(toWireText);
}

/** One header value for the wire. */
export function toWireText(value: string): string {
  return beyondAscii.test(value) ? Buffer.from(value).toString("latin1") : value;
}

/**
 * Headers of an answer: repeats joined, bytes beyond ASCII read as UTF-8. The object itself where there is nothing to change,
 * since growing another one would take longer than the rest of the answer.
 */
export function fromWireHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return isPlain(headers)
    ? headers
    : Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fromWireText(value)]));
}

function isPlain(headers: Readonly<Record<string, string | string[] | undefined>>): headers is Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== "string" || beyondAscii.test(value)) return false;
  }
  return true;
}

function fromWireText(value: string | string[] | undefined): string {
  const text = typeof value === "string" ? value : (value?.join(", ") ?? "");
  return beyondAscii.test(text) ? Buffer.from(text, "latin1").toString() : text;
}
