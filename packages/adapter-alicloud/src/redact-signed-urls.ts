import { withoutSecrets } from "@credport/core/adapter";

/** Fields in which an error of an HTTP client, or the answer it holds, may carry what was sent. */
const textFields = ["message", "Message", "stack", "url", "text", "body"] as const;

/** Fields in which it holds the request or the answer: an RPC client's, and a ROA client's. */
const partFields = ["entry", "data", "result"] as const;

/**
 * Cuts what a request was signed with out of an error, in place: the query of every address, key id, token and signature in the
 * text to sign that the service sends back where signatures differ, and `secrets` wherever an answer quotes them. Looks at its
 * message, its stack, its `url`, the `text` or `body` that could not be parsed, and in its parts. Returns the error.
 */
export function redactSignedUrls(error: unknown, secrets: readonly (string | undefined)[]): unknown {
  if (typeof error !== "object" || error === null) return error;
  for (const field of textFields) {
    const text: unknown = Reflect.get(error, field);
    if (typeof text === "string") Reflect.set(error, field, redact(text, secrets));
  }
  for (const field of partFields) redactSignedUrls(Reflect.get(error, field), secrets);
  return error;
}

function redact(text: string, secrets: readonly (string | undefined)[]): string {
  const unsigned = text
    .replace(/(https?:\/\/[^\s?]*)\?[^\s]*/g, "$1?<redacted>")
    .replace(
      /(AccessKeyId|SecurityToken|Signature|x-acs-(?:accesskey-id|security-token))(=|%3D|:)(?:(?!%26)[^\s&])*/g,
      "$1$2<redacted>",
    )
    .replace(/\b(acs [^\s:]+:)[\w+/]+=*/g, "$1<redacted>");
  return withoutSecrets(unsigned, secrets);
}
