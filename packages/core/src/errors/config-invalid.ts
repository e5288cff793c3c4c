import { isObjectWith } from "../is-object-with.js";
import type { CredentialsError } from "./credentials-error.js";
import { failed } from "./failed.js";

/** `CONFIG_INVALID`, naming the option and what it must be. Never its value, which may be a secret. */
export function configInvalid(option: string, expected: string, source = ""): CredentialsError {
  return failed("CONFIG_INVALID", source, `"${option}" must be ${expected}.`);
}

/** Throws `CONFIG_INVALID` unless the value is a non-empty string. */
export function requireText(option: string, value: unknown, source?: string): void {
  if (typeof value !== "string" || value === "") throw configInvalid(option, "a non-empty string", source);
}

/** Throws `CONFIG_INVALID` unless the value is an object with this method: callers without types get no further. */
export function requireMethod(option: string, value: unknown, method: string): void {
  if (isObjectWith(value, method) && typeof value[method] === "function") return;
  throw configInvalid(option, `an object with ${method}()`);
}
