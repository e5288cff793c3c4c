/** Children of an element to write: text, a nested element, or a list of either for a repeated name. */
export interface XmlContent {
  readonly [name: string]: XmlContent | string | number | boolean | undefined | readonly (XmlContent | string)[];
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

/** Writes a document. Children without a value are left out. */
export function writeXml(root: string, content: XmlContent): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, content)}`;
}

/**
 * Text for an XML document, in the OSS v2 SDKs' form: control characters as references, which not every server accepts, and
 * U+FFFD for what is no character at all.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => escapes[character] ?? character)
    .replace(/[\x00-\x1f]/g, characterReference);
}

/** Blanks that XML knows have a short reference, other control characters one of two digits. */
function characterReference(character: string): string {
  const digits = character.charCodeAt(0).toString(16).toUpperCase();
  return `&#x${"\t\n\r".includes(character) ? digits : digits.padStart(2, "0")};`;
}

function writeElement(name: string, content: XmlContent | string | number | boolean): string {
  const inner = typeof content === "object" ? writeChildren(content) : escapeXml(String(content));
  return `<${name}>${inner}</${name}>`;
}

function writeChildren(content: XmlContent): string {
  let written = "";
  for (const [name, value] of Object.entries(content)) {
    if (value === undefined) continue;
    if (!isList(value)) written += writeElement(name, value);
    else for (const item of value) written += writeElement(name, item);
  }
  return written;
}

function isList(value: object | string | number | boolean): value is readonly (XmlContent | string)[] {
  return Array.isArray(value);
}
