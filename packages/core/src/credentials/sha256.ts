/** FIPS 180-4: the first 32 fractional bits of a root of each of the first 64 primes. */
function rootsOfPrimes(exponent: number): Int32Array {
  const roots = new Int32Array(64);
  let found = 0;
  for (let candidate = 2; found < 64; candidate += 1) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor += 1;
    if (divisor * divisor <= candidate) continue;
    roots[found] = candidate ** exponent * 2 ** 32;
    found += 1;
  }
  return roots;
}

/** Worked out at the first use: a program that only loads credentials never hashes. */
let constants: readonly [initialHash: Int32Array, ofRounds: Int32Array] | undefined;

/**
 * SHA-256 of a text's UTF-8 bytes, in lower-case hex. Core has its own because Web Crypto's is asynchronous and the functions
 * that make credentials have no host. It identifies credentials; it is not meant for signing. Written out in one loop without
 * a call, since most processes run it once: what counts is how long it takes before any of it is compiled.
 */
export function sha256Hex(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const { length } = bytes;
  // The padding: a one bit, zeros to a multiple of 16 words, the length in bits.
  const words = new Int32Array(((length + 72) >> 6) * 16);
  for (let index = 0; index <= length; index += 1) {
    words[index >> 2] = (words[index >> 2] ?? 0) | ((bytes[index] ?? 0x80) << (24 - (index % 4) * 8));
  }
  words[words.length - 1] = length * 8;

  constants ??= [rootsOfPrimes(1 / 2), rootsOfPrimes(1 / 3)];
  const [initialHash, roundConstants] = constants;
  const hash = initialHash.slice(0, 8);
  const schedule = new Int32Array(64);
  for (let block = 0; block < words.length; block += 16) {
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
    for (let round = 0; round < 64; round += 1) {
      let word = words[block + round] ?? 0;
      if (round > 15) {
        const x = schedule[round - 15] ?? 0;
        const y = schedule[round - 2] ?? 0;
        word =
          (schedule[round - 16] ?? 0) +
          (schedule[round - 7] ?? 0) +
          (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) +
          (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10));
      }
      schedule[round] = word;
      const first =
        h +
        (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        ((e & f) ^ (~e & g)) +
        (roundConstants[round] ?? 0) +
        word;
      const second =
        (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => (hash[index] = (hash[index] ?? 0) + word));
  }
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
