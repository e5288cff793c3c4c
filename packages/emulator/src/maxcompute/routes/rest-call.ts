import type { Answer } from "../../http/answer.js";
import type { Exchange } from "../../http/exchange.js";
import { writeXml, type XmlFields } from "../../xml/write-xml.js";
import type { Project } from "../project.js";

/** One verified call, as a route sees it. */
export interface RestCall {
  readonly exchange: Exchange;
  readonly project: Project;
  /** The decoded parts of the path that the route's pattern names. */
  readonly names: readonly string[];
  /** The address of the REST endpoint, base path included, as the client knows it. */
  readonly baseUrl: string;
}

/** An XML answer. */
export function xmlAnswer(root: string, fields: XmlFields, headers: Answer["headers"] = {}): Answer {
  return { status: 200, headers: { "Content-Type": "application/xml", ...headers }, body: writeXml(root, fields) };
}

/** A page of named things: after the marker, at most `maxitems`, filtered by the prefix in `name`. */
export function page<T extends { readonly name: string }>(
  { exchange }: RestCall,
  all: readonly T[],
): { readonly items: readonly T[]; readonly marker: string; readonly maxItems: number } {
  const prefix = exchange.parameter("name") ?? "";
  const after = exchange.parameter("marker") ?? "";
  const maxItems = Number(exchange.parameter("maxitems") || 1000);
  const rest = all.filter(({ name }) => name.startsWith(prefix) && (after === "" || name > after));
  const items = rest.slice(0, maxItems);
  return { items, maxItems, marker: rest.length > items.length ? (items.at(-1)?.name ?? "") : "" };
}
