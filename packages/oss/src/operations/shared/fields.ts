import { formatHttpDate } from "../../signing/sign-time.js";

/** A value of a request field. */
type FieldValue = string | number | boolean | Date | undefined;

/** Request fields and the header or query names they are sent under. */
export type FieldNames = Readonly<Record<string, string>>;

/**
 * The fields of a request that a table names, as text by their wire names. Empty texts and zeroes count as not set; times become
 * HTTP-dates.
 */
export function mapFields(input: object, names: FieldNames, into: Record<string, string> = {}): Record<string, string> {
  // By the request's own fields: it has few, and the table has all.
  for (const field in input) {
    const wireName = names[field];
    const value: FieldValue = Reflect.get(input, field);
    if (typeof wireName !== "string" || value === undefined || value === "" || value === 0) continue;
    into[wireName] = value instanceof Date ? formatHttpDate(value.getTime()) : String(value);
  }
  return into;
}
