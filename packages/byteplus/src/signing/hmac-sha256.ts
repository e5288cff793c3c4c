import { hash } from "node:crypto";

/** Signs a text: its HMAC-SHA256 under some key, in lower-case hex. */
export type TextSigner = (text: string) => string;

// Of SHA-256, in bytes.
const blockSize = 64;
const digestSize = 32;

/**
 * HMAC-SHA256 (RFC 2104) under a key that is kept for many texts. Two hashes in one call each, over a key padded once and buffers
 * used again: Node's `createHmac` makes a native object for every text, which costs a busy client more than the hashing. The key may
 * be 64 bytes long at most.
 */
export function hmacSha256(key: Uint8Array): TextSigner {
  const innerPad = padded(key, 0x36);
  let inner = innerPad;
  const outer = Buffer.concat([padded(key, 0x5c), Buffer.alloc(digestSize)]);
  return (text) => {
    const longest = blockSize + text.length * 3;
    if (inner.length < longest) inner = Buffer.concat([innerPad], longest);
    const end = blockSize + inner.write(text, blockSize, "utf8");
    outer.write(hash("sha256", inner.subarray(0, end)), blockSize, "hex");
    return hash("sha256", outer);
  };
}

function padded(key: Uint8Array, filler: number): Buffer {
  const block = Buffer.alloc(blockSize, filler);
  for (const [index, byte] of key.entries()) block.writeUInt8(byte ^ filler, index);
  return block;
}
