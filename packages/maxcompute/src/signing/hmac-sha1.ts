import { createHmac, hash } from "node:crypto";

const blockBytes = 64;
const digestBytes = 20;
/** In UTF-8 a UTF-16 unit takes at most so many bytes. */
const longestUnit = 3;

/**
 * Keys and texts of up to so many bytes are digested in two reused buffers, by one-shot digests: half the time of an `Hmac`
 * object. Nothing of a key or text is read after the call that wrote it.
 */
const scratchBytes = 8_192;
const inner = Buffer.alloc(blockBytes + scratchBytes);
const outer = Buffer.alloc(blockBytes + digestBytes);

/** Base64 of HMAC-SHA1, the last step of every MaxCompute signature. */
export function hmacSha1Base64(key: string | Uint8Array, data: string): string {
  const keyFits = key.length * (typeof key === "string" ? longestUnit : 1) <= blockBytes;
  if (!keyFits || data.length * longestUnit > scratchBytes) {
    return createHmac("sha1", key).update(data, "utf8").digest("base64");
  }
  const keyBytes = writeKey(key);
  // For so few bytes a loop is faster than a call of `fill`.
  for (let index = 0; index < blockBytes; index++) {
    const byte = index < keyBytes ? (outer[index] ?? 0) : 0;
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  const end = blockBytes + inner.write(data, blockBytes);
  outer.write(hash("sha1", inner.subarray(0, end), "binary"), blockBytes, "latin1");
  return hash("sha1", outer, "base64");
}

/** Writes a key where the outer digest has it; its length in bytes. */
function writeKey(key: string | Uint8Array): number {
  if (typeof key !== "string") {
    outer.set(key);
    return key.length;
  }
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    if (code > 0x7f) return outer.write(key, 0);
    outer[index] = code;
  }
  return key.length;
}
