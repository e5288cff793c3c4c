import { CredentialsError, type CredentialsErrorCode } from "./credentials-error.js";

/** A {@link CredentialsError} by its four usual fields. */
export function failed(code: CredentialsErrorCode, source: string, message: string, cause?: unknown): CredentialsError {
  return new CredentialsError({ code, source, message, cause });
}
