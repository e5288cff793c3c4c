import type { Exchange } from "../http/exchange.js";
import { parseQuery, type QueryItem } from "../http/query.js";
import { ServiceFailure } from "../http/service-failure.js";

/** The parameters of a call: its query, then a form or JSON body, JSON flattened to the names a form would have. */
export async function readParameters(exchange: Exchange): Promise<ReadonlyMap<string, string>> {
  const body = (await exchange.readBody()).toString("utf8");
  const type = exchange.header("content-type") ?? "";
  if (body === "") return new Map(exchange.query);
  const items = type.startsWith("application/json") ? jsonItems(body) : parseQuery(body);
  return new Map([...exchange.query, ...items]);
}

function jsonItems(body: string): QueryItem[] {
  try {
    return flattened("", JSON.parse(body));
  } catch {
    throw new ServiceFailure(400, "MalformedRequest", "The body is no JSON.");
  }
}

function flattened(name: string, value: unknown): QueryItem[] {
  const below = (key: string): string => (name === "" ? key : `${name}.${key}`);
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => flattened(below(String(index + 1)), item));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => flattened(below(key), item));
  }
  if (typeof value === "string") return [[name, value]];
  return typeof value === "number" || typeof value === "boolean" ? [[name, String(value)]] : [];
}
