const retryableCodes: ReadonlySet<string> = new Set([
  "RequestError",
  "RequestTimeout",
  "ResponseTimeout",
  "RequestTimeoutException",
]);

/** Whether an error code says that the server itself ran out of time: the reference's list. */
export function isRetryableCode(code: string): boolean {
  return retryableCodes.has(code);
}
