import { xmlElements, xmlText, xmlTexts, type XmlElement } from "../../xml/parse-xml.js";
import { parseFields, type FieldReader, type FieldReaders } from "./parse-fields.js";
import { parseWhole } from "./header-readers.js";

/** An element of an answer, and whether the document says that its keys are URL-encoded. */
export interface XmlSource {
  readonly element: XmlElement;
  readonly urlEncoded: boolean;
}

/** Reads a field of an element. */
export type XmlReader<Value> = FieldReader<XmlSource, Value>;

/** The text of a child. */
export function text(name: string): XmlReader<string> {
  return ({ element }) => xmlText(element, name);
}

/** The text of a child that a result always has: empty when the document does not. */
export function textOrEmpty(name: string): XmlReader<string> {
  return ({ element }) => xmlText(element, name) ?? "";
}

/** The text of a child, decoded when the document is URL-encoded. */
export function decodedText(name: string): XmlReader<string> {
  return ({ element, urlEncoded }) => {
    const value = xmlText(element, name);
    return value !== undefined && urlEncoded ? decodeForm(value) : value;
  };
}

/** Like {@link decodedText}, empty when the document does not have the child. */
export function decodedTextOrEmpty(name: string): XmlReader<string> {
  const read = decodedText(name);
  return (source) => read(source) ?? "";
}

/** A child that holds a whole number. */
export function whole(name: string): XmlReader<number> {
  return ({ element }) => {
    const value = xmlText(element, name);
    return value === undefined || value === "" ? undefined : parseWhole(value, name);
  };
}

/** A child that holds a whole number, 0 when the document does not have it. */
export function wholeOrZero(name: string): XmlReader<number> {
  const read = whole(name);
  return (source) => read(source) ?? 0;
}

/** A child that holds a whole number of any size. */
export function bigWhole(name: string): XmlReader<bigint> {
  return ({ element }) => {
    const value = xmlText(element, name)?.trim();
    return value !== undefined && /^\d+$/.test(value) ? BigInt(value) : undefined;
  };
}

/** A child that holds `true` or `false`; absent: false. */
export function flag(name: string): XmlReader<boolean> {
  return ({ element }) => xmlText(element, name)?.trim() === "true";
}

/** A child that holds `true` or `false`. */
export function optionalFlag(name: string): XmlReader<boolean> {
  return ({ element }) =>
    xmlText(element, name) === undefined ? undefined : xmlText(element, name)?.trim() === "true";
}

/** A child that holds a time. */
export function time(name: string): XmlReader<Date> {
  return ({ element }) => {
    const value = Date.parse(xmlText(element, name) ?? "");
    return Number.isNaN(value) ? undefined : new Date(value);
  };
}

/** A child with fields of its own. */
export function child<Value>(name: string, readers: FieldReaders<XmlSource, Value>): XmlReader<Value> {
  return ({ element, urlEncoded }) => {
    const [first] = xmlElements(element, name);
    return first === undefined ? undefined : parseFields({ element: first, urlEncoded }, readers);
  };
}

/** All children of one name, each with fields of its own; none is an empty list. */
export function list<Value>(name: string, readers: FieldReaders<XmlSource, Value>): XmlReader<Value[]> {
  return ({ element, urlEncoded }) =>
    xmlElements(element, name).map((item) => parseFields({ element: item, urlEncoded }, readers));
}

/** The children of a wrapper element. */
export function wrapped<Value>(wrapper: string, read: XmlReader<Value[]>): XmlReader<Value[]> {
  return ({ element, urlEncoded }) =>
    xmlElements(element, wrapper).flatMap((item) => read({ element: item, urlEncoded }) ?? []);
}

/** The texts of one child in each element of a list, such as `CommonPrefixes/Prefix`, decoded like {@link decodedText}. */
export function decodedTexts(name: string, inner: string): XmlReader<string[]> {
  return ({ element, urlEncoded }) =>
    xmlElements(element, name)
      .flatMap((item) => xmlTexts(item, inner))
      .map((value) => (urlEncoded ? decodeForm(value) : value));
}

/** Decodes as forms do: a plus is a blank. Text that is not encoded properly stays as it is. */
export function decodeForm(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return value;
  }
}
