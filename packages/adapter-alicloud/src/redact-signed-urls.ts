/** Fields in which an error of an HTTP client may carry the address it asked for. */
const addressFields = ["message", "stack", "url"] as const;

/**
 * Cuts the query, which holds key id, security token and signature, off every address in an error, in place: its message, its
 * stack, its `url` and its `entry.url`. Returns the error.
 */
export function redactSignedUrls(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  for (const field of addressFields) {
    const text: unknown = Reflect.get(error, field);
    if (typeof text === "string")
      Reflect.set(error, field, text.replace(/(https?:\/\/[^\s?]*)\?[^\s]*/g, "$1?<redacted>"));
  }
  if ("entry" in error) redactSignedUrls(error.entry);
  return error;
}
