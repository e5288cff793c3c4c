import { CredentialsError } from "@credport/core";
import type { JsonObject } from "../http/parse-answer.js";

/** One profile of a file, read field by field. Every error names file, profile and key, never a value. */
export class Profile {
  readonly name: string;
  readonly path: string;
  readonly #fields: JsonObject;

  constructor(path: string, name: string, fields: JsonObject) {
    this.path = path;
    this.name = name;
    this.#fields = fields;
  }

  /** A field as text; a number counts as its digits, absent and empty are the same. */
  text(key: string): string | undefined {
    const value = this.#value(key);
    if (value === undefined) return undefined;
    if (typeof value === "number") return String(value);
    if (typeof value !== "string") throw this.invalid(`${key} must be text`);
    return value;
  }

  /** A field that must be there. `variable`: the environment variable that could have stood in for it. */
  required(key: string, standIn?: string, variable?: string): string {
    const value = this.text(key) ?? standIn;
    if (value !== undefined) return value;
    throw this.invalid(`${key} is missing${variable === undefined ? "" : `, and ${variable} is not set`}`);
  }

  /** A whole number, also as text of digits; 0 when absent. */
  count(key: string): number {
    const value = this.#value(key) ?? 0;
    const number = typeof value === "string" && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value;
    if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 0) {
      throw this.invalid(`${key} must be a whole number`);
    }
    return number;
  }

  /** A session's duration in seconds, 900 at least; `undefined` when absent or 0. */
  duration(key: string): number | undefined {
    const seconds = this.count(key);
    if (seconds !== 0 && seconds < 900) throw this.invalid(`${key} must be at least 900 seconds`);
    return seconds === 0 ? undefined : seconds;
  }

  /** A switch: `true`, also as text in any case; anything else is off. */
  flag(key: string): boolean {
    return String(this.#value(key)).toLowerCase() === "true";
  }

  /** Whether the file gives this key a value at all, an empty one included. */
  has(key: string): boolean {
    return Object.hasOwn(this.#fields, key);
  }

  /** The `PROFILE_INVALID` for something in this profile. */
  invalid(problem: string, cause?: unknown): CredentialsError {
    return new CredentialsError({
      code: "PROFILE_INVALID",
      message: `Profile "${this.name}" in ${this.path}: ${problem}`,
      cause,
    });
  }

  /** The `PROFILE_INVALID` for a mode or type that is not supported. Only what looks like one is repeated. */
  unsupported(key: string): CredentialsError {
    const value = this.text(key);
    if (value === undefined) return this.invalid(`${key} is missing`);
    const shown = /^[\w.-]{1,64}$/.test(value) ? `${key} ${value}` : `this ${key}`;
    return this.invalid(`${shown} is not supported`);
  }

  #value(key: string): unknown {
    const value = this.has(key) ? this.#fields[key] : undefined;
    return value === null || value === "" ? undefined : value;
  }
}

/** The `PROFILE_NOT_FOUND` for a name that a file lacks. */
export function profileNotFound(name: string, path: string, neededBy?: string): CredentialsError {
  const reason = neededBy === undefined ? "" : `, which profile "${neededBy}" names as its source_profile`;
  return new CredentialsError({ code: "PROFILE_NOT_FOUND", message: `No profile "${name}" in ${path}${reason}` });
}
