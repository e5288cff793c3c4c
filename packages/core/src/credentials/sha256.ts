const initialHash: number[] = [];
const roundConstants: number[] = [];

// FIPS 180-4: the first 32 fractional bits of the square roots of the first 8 primes and of the cube roots of the first 64.
for (let candidate = 2; roundConstants.length < 64; candidate += 1) {
  let divisor = 2;
  while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor += 1;
  if (divisor * divisor <= candidate) continue;
  if (initialHash.length < 8) initialHash.push((candidate ** (1 / 2) * 2 ** 32) | 0);
  roundConstants.push((candidate ** (1 / 3) * 2 ** 32) | 0);
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** The message with FIPS 180-4's padding: a one bit, zeros, and the length in bits as 64-bit big-endian. */
function pad(message: Uint8Array): DataView {
  const padded = new Uint8Array(((message.length + 8) >> 6) * 64 + 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  return view;
}

/**
 * SHA-256 of a text's UTF-8 bytes, in lower-case hex. Core has its own because Web Crypto's is asynchronous and the functions
 * that make credentials have no host. It identifies credentials; it is not meant for signing.
 */
export function sha256Hex(text: string): string {
  const blocks = pad(new TextEncoder().encode(text));
  const hash = Int32Array.from(initialHash);
  const schedule = new Int32Array(64);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
    for (let round = 0; round < 64; round += 1) {
      const at = (back: number): number => schedule[round - back] ?? 0;
      const s0 = rotate(at(15), 7) ^ rotate(at(15), 18) ^ (at(15) >>> 3);
      const s1 = rotate(at(2), 17) ^ rotate(at(2), 19) ^ (at(2) >>> 10);
      schedule[round] = round < 16 ? blocks.getInt32(offset + round * 4) : at(16) + s0 + at(7) + s1;
      const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const choice = (e & f) ^ (~e & g);
      const first = (h + sum1 + choice + (roundConstants[round] ?? 0) + at(0)) | 0;
      const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sum0 + majority) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => (hash[index] = (hash[index] ?? 0) + word));
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
