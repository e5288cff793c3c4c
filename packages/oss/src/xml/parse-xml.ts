import type { X2jOptions } from "fast-xml-parser";
import { escapeXml } from "./write-xml.js";

/** An element's children by name, each name with all its elements; text stands under `#text`. */
export interface XmlElement {
  readonly [name: string]: readonly (XmlElement | string)[] | string | undefined;
}

/** Documents over this many characters are refused: a full page of 1,000 keys is under 4 million. */
const maximumLength = 16 * 1024 * 1024;

const options: X2jOptions = {
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  // Blanks belong to keys.
  trimValues: false,
  // The five predefined entities and character references are decoded here; documents cannot define more.
  processEntities: false,
  isArray: () => true,
};

/**
 * Reads an XML document whose root has one of the given names. Every child is a list, so one element and many look alike.
 * Throws for another root, a document type declaration, broken or oversized XML.
 */
export async function parseXml(text: string, root: string): Promise<XmlElement> {
  if (text.length > maximumLength) throw new Error(`XML over ${maximumLength} characters`);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new Error("XML with a document type declaration");
  const document = await parseDocument(withoutCharacterData(text));
  const element = document[root]?.[0];
  if (element === undefined) throw new Error(`no root element ${root}`);
  return typeof element === "string" ? { "#text": element } : element;
}

/** CDATA sections as plain text, which is decoded like any other: the parser joins both and tells neither from the other. */
function withoutCharacterData(text: string): string {
  if (!text.includes("<![CDATA[")) return text;
  // One that never ends goes to the end: looking for each one's own would take for ever where there are many.
  return text.replace(/<!\[CDATA\[([^]*?)(?:\]\]>|$)/g, (_, characters: string) => escapeXml(characters));
}

async function parseDocument(text: string): Promise<XmlElement> {
  const [{ XMLParser }, { SyntaxValidator }] = await Promise.all([
    import("fast-xml-parser"),
    import("fast-xml-validator"),
  ]);
  try {
    // The parser alone takes whatever it gets, a document that broke off too.
    SyntaxValidator.validate(text);
    return new XMLParser(options).parse(text) as XmlElement;
  } catch {
    // Their own messages quote the document.
    throw new Error("XML that is not well-formed");
  }
}

/** The text of the first element of that name, entities decoded; `undefined` when there is none. */
export function xmlText(parent: XmlElement, name: string): string | undefined {
  const children = parent[name];
  const child = typeof children === "string" ? children : children?.[0];
  return child === undefined ? undefined : textOf(child);
}

/** All elements of that name; none is an empty list. */
export function xmlElements(parent: XmlElement, name: string): XmlElement[] {
  const children = parent[name];
  if (children === undefined || typeof children === "string") return [];
  return children.map((child) => (typeof child === "string" ? { "#text": child } : child));
}

/** The texts of all elements of that name. */
export function xmlTexts(parent: XmlElement, name: string): string[] {
  const children = parent[name];
  if (children === undefined || typeof children === "string") return [];
  return children.map(textOf);
}

function textOf(child: XmlElement | string): string {
  const text = typeof child === "string" ? child : child["#text"];
  return typeof text === "string" ? decodeEntities(text) : "";
}

const predefined: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return predefined[name] ?? whole;
      const codePoint = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : "\ufffd";
    },
  );
}
