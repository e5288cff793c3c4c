/** One element of a parsed answer. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own character data, CDATA included, not trimmed. */
  readonly text: string;
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All children of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The trimmed text of the first child of that name; `undefined` when there is none. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text.trim();
}

/** The child's text as a date; `null` when it is missing, empty or no date. */
export function dateOf(element: XmlElement | undefined, name: string): Date | null {
  return parseDate(textOf(element, name));
}

/** An RFC 1123 date; `null` when it is missing, empty or no date. */
export function parseDate(text: string | undefined): Date | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time);
}

/** The child's text as a safe integer; `null` when it is missing or no such number. */
export function integerOf(element: XmlElement | undefined, name: string): number | null {
  const text = textOf(element, name);
  if (text === undefined || !/^-?\d+$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
