import { InvalidParameterError, missingField } from "../errors/invalid-parameter-error.js";

/** What an empty text is not a missing name for, but a wrong one: `validate` says so. */
const named: ReadonlySet<string> = new Set(["bucket", "key"]);

/** Checks that a request is there and has its required fields. Throws `InvalidParameterError` naming the first that is missing. */
export function requireFields(input: object, ...fields: readonly string[]): void {
  if (input === null || typeof input !== "object") throw new InvalidParameterError("request", "null field, request.");
  for (const field of fields) {
    const value: unknown = Reflect.get(input, field);
    if (value === undefined || value === null || (value === "" && !named.has(field)))
      throw missingField(field.charAt(0).toUpperCase() + field.slice(1));
  }
}
