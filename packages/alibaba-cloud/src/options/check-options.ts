import { CredentialsError, unavailable, type Host, type Unavailable } from "@credport/core";
import { describeVariables, optionVariables } from "./environment-variables.js";

/** Names the official tool takes and ignores; so do we. */
const inertOptions: readonly string[] = ["durationSeconds", "enableIMDSv2", "metadataTokenDuration", "inAdvanceScale"];

/** A `CONFIG_INVALID` that names the option and, where there is one, its environment variable. */
export function configInvalid(option: string, problem: string, cause?: unknown): CredentialsError {
  const variable = optionVariables[option];
  const where = variable === undefined ? option : `${option} (environment variable ${variable})`;
  return new CredentialsError({ code: "CONFIG_INVALID", message: `${where} ${problem}`, cause });
}

/** Refuses options that are none, and an option that this kind of source does not take. `undefined` counts as absent. */
export function checkOptionNames(kind: string, options: unknown, known: Readonly<Record<string, true>>): void {
  if (typeof options !== "object" || options === null) throw configInvalid("options", `of ${kind} must be an object`);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || Object.hasOwn(known, name) || inertOptions.includes(name)) continue;
    throw configInvalid(name, `is not an option of ${kind}`);
  }
}

/** A text option; absent and empty are the same. */
export function textOption(option: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw configInvalid(option, "must be a string");
  return value;
}

/** A whole number, also as text of digits; absent, empty and 0 mean the default. */
export function countOption(option: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === "" || value === 0) return undefined;
  const number = typeof value === "string" && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 0) {
    throw configInvalid(option, "must be a whole number, not negative");
  }
  return number === 0 ? undefined : number;
}

/** A true-or-false option. */
export function flagOption(option: string, value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  if (value !== true) throw configInvalid(option, "must be true or false");
  return true;
}

/**
 * The end of a load for which a required option is neither passed nor in the environment. A source that was given none of
 * them is merely not configured here; one that was given some is configured, and wrongly: that throws. Either way the error
 * is `CONFIG_INVALID` and names the missing option.
 */
export function missingOption(host: Host, required: Readonly<Record<string, unknown>>, passed: boolean): Unavailable {
  const missing = Object.keys(required).find((option) => required[option] === undefined) ?? "";
  const variables = Object.keys(required).flatMap((option) => optionVariables[option] ?? []);
  const message = `${missing} is missing: ${describeVariables(host, variables)}`;
  const cause = new CredentialsError({ code: "CONFIG_INVALID", message });
  if (passed) throw cause;
  return unavailable(message, { cause });
}
