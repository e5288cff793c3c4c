/** The code of a failure of the system or a library (`EACCES`), or `undefined`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
