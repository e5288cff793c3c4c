/** One query or form item, decoded. */
export type QueryItem = readonly [name: string, value: string];

/**
 * Splits a query string or form body into decoded items, in the order sent. `+` is a blank, a name without `=` has an
 * empty value, and a broken escape stands for itself.
 */
export function parseQuery(text: string): QueryItem[] {
  const items: QueryItem[] = [];
  if (text === "") return items;
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    items.push(equals < 0 ? [decode(part), ""] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))]);
  }
  return items;
}

function decode(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  return spaced.includes("%") ? percentDecode(spaced) : spaced;
}

/** Decodes `%XX` as UTF-8; a text with a broken escape is returned as it is. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
