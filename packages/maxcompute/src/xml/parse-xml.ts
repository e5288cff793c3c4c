import { XMLParser } from "fast-xml-parser";
import { SyntaxValidator } from "fast-xml-validator";
import type { XmlElement } from "./xml-element.js";
import { invalidResponse } from "../errors/client-error.js";

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  cdataPropName: "#cdata",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
});

/** Parses one XML document. Throws `INVALID_RESPONSE` for malformed text, several roots, or a document type declaration. */
export function parseXml(text: string): XmlElement {
  const root = tryParseXml(text);
  if (root === undefined) throw invalidResponse("the service answered with malformed XML");
  return root;
}

/** Parses one XML document whose root has that name. Throws `INVALID_RESPONSE`. */
export function parseXmlRoot(text: string, name: string): XmlElement {
  const root = parseXml(text);
  if (root.name !== name)
    throw invalidResponse(`the service answered with <${root.name.slice(0, 40)}> where <${name}> was expected`);
  return root;
}

/** The root of an XML document; `undefined` for anything else. */
export function tryParseXml(text: string): XmlElement | undefined {
  // Entity declarations are the one way XML can read files or grow without bound: refused before any parsing.
  if (hasDeclaration(text)) return undefined;
  try {
    // The parser alone takes unclosed elements.
    SyntaxValidator.validate(text);
    const nodes: unknown = parser.parse(text);
    const roots = elementsOf(nodes);
    return roots.length === 1 ? roots[0] : undefined;
  } catch {
    return undefined;
  }
}

/** What may start with `<!`, and how it ends. */
const closings: ReadonlyMap<string, string> = new Map([
  ["<![CDATA[", "]]>"],
  ["<!--", "-->"],
]);

/** Whether a document declares anything, wherever. What stands inside CDATA or a comment is no declaration. */
function hasDeclaration(text: string): boolean {
  for (let start = text.indexOf("<!"); start >= 0;) {
    const [, closing] = [...closings].find(([opening]) => text.startsWith(opening, start)) ?? [];
    const end = closing === undefined ? -1 : text.indexOf(closing, start);
    if (end < 0) return true;
    start = text.indexOf("<!", end);
  }
  return false;
}

function elementsOf(nodes: unknown): XmlElement[] {
  if (!Array.isArray(nodes)) return [];
  const elements: XmlElement[] = [];
  for (const node of nodes as unknown[]) {
    const entry = node as Record<string, unknown>;
    const name = Object.keys(entry).find((key) => key !== ":@");
    if (name === undefined || name.startsWith("#") || name.startsWith("?")) continue;
    elements.push({
      name,
      attributes: (entry[":@"] ?? {}) as Record<string, string>,
      children: elementsOf(entry[name]),
      text: textOfNodes(entry[name]),
    });
  }
  return elements;
}

function textOfNodes(nodes: unknown): string {
  if (!Array.isArray(nodes)) return "";
  let text = "";
  for (const node of nodes as unknown[]) {
    const entry = node as Record<string, unknown>;
    const own = entry["#text"];
    if (typeof own === "string") text += own;
    if (entry["#cdata"] !== undefined) text += textOfNodes(entry["#cdata"]);
  }
  return text;
}
