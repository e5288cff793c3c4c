import { createHmac } from "node:crypto";
import { HmacBuffer } from "@credport/node";

/** In UTF-8 a UTF-16 unit takes at most so many bytes. */
const longestUnit = 3;
/** Texts of up to so many bytes are digested in one reused buffer. */
const scratchBytes = 8_192;
let scratch: HmacBuffer | undefined;

/** Base64 of HMAC-SHA1, the last step of every MaxCompute signature. */
export function hmacSha1Base64(key: string | Uint8Array, data: string): string {
  if (data.length * longestUnit > scratchBytes) return createHmac("sha1", key).update(data, "utf8").digest("base64");
  scratch ??= new HmacBuffer("sha1", scratchBytes);
  const end = HmacBuffer.start + scratch.bytes.write(data, HmacBuffer.start);
  return scratch.digest(key, end, "base64");
}
