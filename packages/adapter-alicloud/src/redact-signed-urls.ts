/** Fields in which an error of an HTTP client, or the answer it holds, may carry what was sent. */
const textFields = ["message", "Message", "stack", "url"] as const;

/**
 * Cuts what a request was signed with out of an error, in place: the query of every address, and, in the text to sign that the
 * service sends back where signatures differ, key id, token and signature. Looks at its message, its stack, its `url`, its `entry`
 * and the answer in its `data`. Returns the error.
 */
export function redactSignedUrls(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return error;
  for (const field of textFields) {
    const text: unknown = Reflect.get(error, field);
    if (typeof text === "string") Reflect.set(error, field, redact(text));
  }
  if ("entry" in error) redactSignedUrls(error.entry);
  if ("data" in error) redactSignedUrls(error.data);
  return error;
}

function redact(text: string): string {
  return text
    .replace(/(https?:\/\/[^\s?]*)\?[^\s]*/g, "$1?<redacted>")
    .replace(
      /(AccessKeyId|SecurityToken|Signature|x-acs-(?:accesskey-id|security-token))(=|%3D|:)(?:(?!%26)[^\s&])*/g,
      "$1$2<redacted>",
    );
}
