import { InvalidParameterError, missingField } from "../errors/invalid-parameter-error.js";

/** Checks that a request is there and has its required fields. Throws `InvalidParameterError` naming the first that is missing. */
export function requireFields(input: object, ...fields: readonly string[]): void {
  if (input === null || typeof input !== "object") throw new InvalidParameterError("request", "null field, request.");
  for (const field of fields) {
    const value: unknown = Reflect.get(input, field);
    if (value === undefined || value === null || value === "")
      throw missingField(field.charAt(0).toUpperCase() + field.slice(1));
  }
}
