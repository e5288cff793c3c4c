import type { ErrorDocument } from "./read-service-error.js";

/**
 * Reads a JSON error: `{"Error": {...}}` or flat, names in any case. A flat one that names no code takes the reason phrase of
 * the status line. Throws for anything else, without quoting it.
 */
export function parseErrorJson(text: string, reasonPhrase: string): ErrorDocument {
  const document = record(parse(text));
  const envelope = document.get("error");
  if (typeof envelope === "object" && envelope !== null) return fields(record(envelope));
  const flat = fields(document);
  return { ...flat, code: flat.code ?? reasonPhrase };
}

function fields(document: ReadonlyMap<string, unknown>): ErrorDocument {
  const [code, message, requestId, ec] = ["code", "message", "requestid", "ec"].map((name) => {
    const value = document.get(name);
    return typeof value === "string" ? value : undefined;
  });
  return { code, message, requestId, ec };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("not JSON");
  }
}

function record(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("no JSON object");
  return new Map(Object.entries(value).map(([name, item]) => [name.toLowerCase(), item]));
}
