const initialHash: number[] = [];
const roundConstants: number[] = [];

// FIPS 180-4: the first 32 fractional bits of the square roots of the first 8 primes and of the cube roots of the first 64.
for (let candidate = 2; roundConstants.length < 64; candidate += 1) {
  let divisor = 2;
  while (candidate % divisor !== 0) divisor += 1;
  if (divisor < candidate) continue;
  if (initialHash.length < 8) initialHash.push((candidate ** (1 / 2) * 2 ** 32) | 0);
  roundConstants.push((candidate ** (1 / 3) * 2 ** 32) | 0);
}

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** The exclusive or of three rotations. */
const mix = (word: number, a: number, b: number, c: number): number =>
  rotate(word, a) ^ rotate(word, b) ^ rotate(word, c);

/**
 * SHA-256 of a text's UTF-8 bytes, in lower-case hex. Core has its own because Web Crypto's is asynchronous and the functions
 * that make credentials have no host. It identifies credentials; it is not meant for signing.
 */
export function sha256Hex(text: string): string {
  // The padding: a one bit, zeros to a multiple of 16 words, the length in bits.
  const bytes = [...new TextEncoder().encode(text), 0x80];
  const words = new Int32Array(((bytes.length + 71) >> 6) * 16);
  const at = (index: number): number => words[index] ?? 0;
  bytes.forEach((byte, index) => (words[index >> 2] = at(index >> 2) | (byte << (24 - (index % 4) * 8))));
  words[words.length - 1] = bytes.length * 8 - 8;

  let hash = initialHash;
  for (let block = 0; block < words.length; block += 16) {
    const schedule: number[] = [];
    let state = hash;
    roundConstants.forEach((constant, round) => {
      const back = (distance: number): number => schedule.at(-distance) ?? 0;
      const word =
        round < 16
          ? at(block + round)
          : // The last of each three is a shift: what the rotation brings in at the top is taken out again.
            back(16) +
            back(7) +
            (mix(back(15), 7, 18, 3) ^ (back(15) << 29)) +
            (mix(back(2), 17, 19, 10) ^ (back(2) << 22));
      schedule.push(word | 0);
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
      const first = h + mix(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + constant + word;
      const second = mix(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
      state = [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
    });
    hash = hash.map((word, index) => (word + (state[index] ?? 0)) | 0);
  }
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
