import { isWellFormed } from "./is-well-formed.js";
import { invalidArgument } from "../errors/client-error.js";

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#xD;",
  "\n": "&#xA;",
  "\t": "&#x9;",
};

/** The characters XML 1.0 cannot carry, not even as references. */
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/**
 * Text for an element, with line ends and tabs as references so that no parser normalises them. Throws `INVALID_ARGUMENT`
 * naming `what` for a character XML 1.0 cannot carry.
 */
export function escapeXml(text: string, what: string): string {
  const at = text.search(forbidden);
  if (at >= 0) throw invalidArgument(`${what} has a character that XML cannot carry, at offset ${at}`);
  if (!isWellFormed(text)) throw invalidArgument(`${what} has a lone surrogate`);
  return text.replace(/[&<>"'\r\n\t]/g, (character) => references[character] ?? character);
}
