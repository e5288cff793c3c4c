/** What an XML element may hold: a text, elements by name, or `undefined` for no element at all. Lists repeat the element. */
export type XmlValue = string | number | boolean | undefined | XmlFields | readonly XmlValue[];

/** Elements by name, written in the order given. */
export interface XmlFields {
  readonly [name: string]: XmlValue;
}

/** One XML document with this root, which holds elements or a text. */
export function writeXml(root: string, fields: XmlFields | string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, fields)}`;
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  if (isList(value)) return value.map((item) => element(name, item)).join("");
  const content =
    typeof value === "object"
      ? Object.entries(value)
          .map(([child, inner]) => element(child, inner))
          .join("")
      : escapeText(String(value));
  return `<${name}>${content}</${name}>`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/** A text as it stands in an element. */
export function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`) : text;
}

/** A text as it stands in an attribute, in double quotes. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', "&#34;");
}
