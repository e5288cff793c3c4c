/** The ECMA-182 polynomial, reflected. */
const polynomial = 0xc96c5795d7870f42n;

/** The polynomial 1 in reflected order: the highest bit is the constant term. */
const one = 1n << 63n;

/**
 * The CRC-64 of two byte sequences joined, from their own values and the second one's length: `first` times x^(8 * length)
 * modulo the polynomial, plus `second`. Without a second one it is `first`.
 */
export function combineCrc64(first: bigint, second: bigint, secondLength: number | bigint): bigint {
  if (BigInt(secondLength) === 0n) return first;
  let factor = one;
  let square = one >> 8n; // x^8: one byte
  for (let rest = BigInt(secondLength); rest > 0n; rest >>= 1n) {
    if (rest & 1n) factor = multiply(factor, square);
    square = multiply(square, square);
  }
  return multiply(first, factor) ^ second;
}

/** The product of two polynomials modulo the CRC's, all in reflected order. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  for (let bit = one, term = b; bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= term;
    term = term & 1n ? (term >> 1n) ^ polynomial : term >> 1n;
  }
  return product;
}
