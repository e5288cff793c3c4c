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
