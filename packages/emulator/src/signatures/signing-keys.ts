import { createHmac } from "node:crypto";

/** How many derived keys are kept. */
const KEPT_KEYS = 1000;

const keys = new Map<string, Buffer>();

/**
 * The key that a chain of HMAC-SHA256 derives from a secret: over each part of the scope in turn. Keys are kept, since
 * all requests of a day share one.
 */
export function signingKey(secret: string, scope: readonly string[]): Buffer {
  const name = [secret, ...scope].join("\n");
  let key = keys.get(name);
  if (key === undefined) {
    key = scope.reduce<Buffer>((link, part) => createHmac("sha256", link).update(part).digest(), Buffer.from(secret));
    if (keys.size >= KEPT_KEYS) keys.clear();
    keys.set(name, key);
  }
  return key;
}

/** A signature in hex: HMAC-SHA256 of the string with the key of the scope. */
export function scopedSignature(secret: string, scope: readonly string[], stringToSign: string): string {
  return createHmac("sha256", signingKey(secret, scope)).update(stringToSign).digest("hex");
}
