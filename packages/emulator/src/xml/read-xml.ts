import { XMLParser } from "fast-xml-parser";
import { SyntaxValidator } from "fast-xml-validator";

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: () => true,
});

/** One XML element: a text, or elements by name. */
export class XmlElement {
  readonly #content: unknown;

  constructor(content: unknown) {
    this.#content = content;
  }

  /** The text in it; empty when there is none. */
  get text(): string {
    const content = this.#content;
    if (typeof content === "string" || typeof content === "number" || typeof content === "boolean")
      return String(content);
    return this.all("#text")
      .map((element) => element.text)
      .join("");
  }

  /** Every element of this name directly in it. */
  all(name: string): XmlElement[] {
    if (typeof this.#content !== "object" || this.#content === null || !Object.hasOwn(this.#content, name)) return [];
    const children: unknown = Reflect.get(this.#content, name);
    return Array.isArray(children) ? children.map((child) => new XmlElement(child)) : [new XmlElement(children)];
  }

  /** The first element of this name directly in it. */
  first(name: string): XmlElement | undefined {
    return this.all(name)[0];
  }

  /** The text of the first element of this name directly in it. */
  textOf(name: string): string | undefined {
    return this.first(name)?.text;
  }
}

/** The root element of this name; `undefined` for text that is not XML, has another root, or declares a document type. */
export function readXml(text: string, root: string): XmlElement | undefined {
  if (text.includes("<!DOCTYPE")) return undefined;
  try {
    SyntaxValidator.validate(text);
    return new XmlElement(parser.parse(text)).first(root);
  } catch {
    return undefined;
  }
}
