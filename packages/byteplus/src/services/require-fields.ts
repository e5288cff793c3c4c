import { BytePlusParamError } from "../errors/byteplus-param-error.js";

/** Throws `ParamRequiredError` for the first of the named fields that is missing or empty. `context` names the input; one that is not there lacks them all. */
export function requireFields(context: string, input: object | null | undefined, names: readonly string[]): void {
  const given = new Map<string, unknown>(Object.entries(input ?? {}));
  for (const name of names) {
    const value = given.get(name);
    if (value !== undefined && value !== null && value !== "") continue;
    const field = `${context}.${name}`;
    throw new BytePlusParamError({ code: "ParamRequiredError", field, message: `${field} is required.` });
  }
}
