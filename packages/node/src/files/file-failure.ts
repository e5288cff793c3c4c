import { CredentialsError } from "@credport/core";
import { errorCode } from "../error-code.js";

/** Whether a failure says that the path, or a folder on the way to it, does not exist. */
export function isAbsent(error: unknown): boolean {
  const code = errorCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** A failed read: absent is `NOT_CONFIGURED`, anything else `FILE_UNREADABLE`. Names the path, never the content. */
export function readFailure(path: string, error: unknown): CredentialsError {
  if (isAbsent(error))
    return new CredentialsError({ code: "NOT_CONFIGURED", message: `no file at ${path}`, cause: error });
  return fileFailure("read", path, error);
}

/** A `FILE_UNREADABLE` that names what was tried, the path and the system's code. */
export function fileFailure(action: string, path: string, error: unknown): CredentialsError {
  const code = errorCode(error) ?? "unknown error";
  return new CredentialsError({ code: "FILE_UNREADABLE", message: `cannot ${action} ${path}: ${code}`, cause: error });
}
