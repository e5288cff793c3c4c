import { asRecord } from "../errors/parse-wire-error.js";

/** A JSON text with each field passed through `field`; `undefined` where the text is no JSON object or array. */
export function redactJson(text: string, field: (name: string, value: string) => string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? JSON.stringify(redacted("", value, field)) : undefined;
  } catch {
    return undefined;
  }
}

/** A secret that is an object is masked whole, and a text that is JSON again by its fields. */
function redacted(name: string, value: unknown, field: (name: string, value: string) => string): unknown {
  if (typeof value === "string") {
    const shown = field(name, value);
    return shown === value ? (redactJson(value, field) ?? value) : shown;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => redacted(name, item, field));
  const record = asRecord(value);
  if (record === undefined) {
    const text = String(value);
    const shown = field(name, text);
    return shown === text ? value : shown;
  }
  const probe = field(name, "probe");
  if (name !== "" && probe !== "probe") return probe;
  return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, redacted(key, item, field)]));
}
