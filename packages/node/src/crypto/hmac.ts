import { HmacBuffer, type HmacDigest, type HmacEncoding } from "./hmac-buffer.js";

/** In UTF-8 a UTF-16 unit takes at most so many bytes. */
const longestUnit = 3;
/** Texts of up to so many bytes are digested in one reused buffer. */
const sharedBytes = 8_192;
const shared = new Map<HmacDigest, HmacBuffer>();

/** The HMAC of one text, in UTF-8, under a key that nothing is kept for. */
export function hmac(digest: HmacDigest, key: string | Uint8Array, text: string, encoding: HmacEncoding): string {
  const buffer = bufferFor(digest, text.length * longestUnit);
  buffer.setKey(key);
  return digestOf(buffer, text, encoding);
}

/** Signs a text, in one piece or in two: its HMAC under some key. The second piece is ASCII. */
export type TextSigner = (text: string, end?: string) => string;

/** Signs many texts under one key, over a buffer of its own that grows with the longest text. A first piece that comes again is there already. */
export function hmacSigner(digest: HmacDigest, key: Uint8Array, encoding: HmacEncoding): TextSigner {
  let buffer = new HmacBuffer(digest, 512);
  buffer.setKey(key);
  let written = "";
  let at = HmacBuffer.start;
  return (text, end = "") => {
    const capacity = text.length * longestUnit + end.length;
    if (HmacBuffer.start + capacity > buffer.bytes.length) {
      buffer = new HmacBuffer(digest, capacity);
      buffer.setKey(key);
      written = "";
      at = HmacBuffer.start;
    }
    if (text !== written) at = write(buffer, text);
    written = text;
    return buffer.digest(buffer.writeLatin1(at, end), encoding);
  };
}

function digestOf(buffer: HmacBuffer, text: string, encoding: HmacEncoding): string {
  return buffer.digest(write(buffer, text), encoding);
}

/** Writes a message; its end. */
function write(buffer: HmacBuffer, text: string): number {
  return HmacBuffer.start + buffer.bytes.write(text, HmacBuffer.start);
}

function bufferFor(digest: HmacDigest, capacity: number): HmacBuffer {
  if (capacity > sharedBytes) return new HmacBuffer(digest, capacity);
  let buffer = shared.get(digest);
  if (buffer === undefined) shared.set(digest, (buffer = new HmacBuffer(digest, sharedBytes)));
  return buffer;
}
