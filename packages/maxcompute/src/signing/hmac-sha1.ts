import { createHmac } from "node:crypto";

/** Base64 of HMAC-SHA1, the last step of every MaxCompute signature. */
export function hmacSha1Base64(key: string | Uint8Array, data: string): string {
  return createHmac("sha1", key).update(data, "utf8").digest("base64");
}
