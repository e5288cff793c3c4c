import { HmacBuffer, type HmacDigest } from "./hmac-buffer.js";

/** Room for the texts that signatures are made of, in UTF-8 bytes. */
const usualBytes = 512;
/** In UTF-8 a UTF-16 unit takes at most so many bytes. */
const longestUnit = 3;

/** Signs a text: its HMAC under some key, in lower-case hex. */
export type TextSigner = (text: string) => string;

/** Signs many texts under one key, over a buffer that is used again and grows with the longest text. */
export function hmacSigner(digest: HmacDigest, key: Uint8Array): TextSigner {
  let capacity = usualBytes;
  let buffer = new HmacBuffer(digest, capacity);
  return (text) => {
    if (text.length * longestUnit > capacity) {
      capacity = text.length * longestUnit;
      buffer = new HmacBuffer(digest, capacity);
    }
    const end = HmacBuffer.start + buffer.bytes.write(text, HmacBuffer.start);
    return buffer.digest(key, end, "hex");
  };
}
