import { invalidField } from "../../errors/invalid-parameter-error.js";
import { formatHttpDate } from "../../signing/sign-time.js";

/** Request fields and the header or query names they are sent under. */
export type FieldNames = Readonly<Record<string, string>>;

/** Default query of requests whose answers hold keys: only encoded can XML carry any key. */
export const encodedKeys: Readonly<Record<string, string>> = { "encoding-type": "url" };

/**
 * The fields of a request that a table names, as text by their wire names. Empty texts and zeroes count as not set; times become
 * HTTP-dates.
 */
export function mapFields(input: object, names: FieldNames, into: Record<string, string> = {}): Record<string, string> {
  // By the request's own fields: it has few, and the table has all.
  for (const field in input) {
    const wireName = names[field];
    if (typeof wireName !== "string") continue;
    const value: unknown = Reflect.get(input, field);
    if (value === undefined || value === "" || value === 0) continue;
    into[wireName] = fieldText(field, value);
  }
  return into;
}

function fieldText(field: string, value: unknown): string {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return formatHttpDate(value.getTime());
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw invalidField(field, "It is a text, a number, a boolean or a valid Date.");
}
