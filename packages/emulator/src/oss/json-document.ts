import { XmlElement } from "../xml/read-xml.js";
import type { XmlFields, XmlValue } from "../xml/write-xml.js";

/** Elements that repeat in XML, and the lists they are in TOS's JSON. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ["Part", "Parts"],
  ["Upload", "Uploads"],
  ["Object", "Objects"],
]);

/** What would be written as XML, in the form of TOS's JSON. */
export function toJsonDocument(fields: XmlFields | string): unknown {
  if (typeof fields === "string") return fields;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [LISTS.get(name) ?? name, unwrap(value)]));
}

/** XML puts buckets into an element of their own; JSON has the list itself. */
function unwrap(value: XmlValue): XmlValue {
  return typeof value === "object" && "Bucket" in value ? value["Bucket"] : value;
}

/** A JSON body, to be read as if it were XML; `undefined` when it is not an object. */
export function readJsonDocument(text: string): XmlElement | undefined {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== "object" || document === null) return undefined;
    const elements = [...LISTS].map(([element, list]) => [element, Reflect.get(document, list) ?? []] as const);
    return new XmlElement({ ...document, ...Object.fromEntries(elements) });
  } catch {
    return undefined;
  }
}
