const POLYNOMIAL = 0xc96c5795d7870f42n;
/** The polynomial 1, in the reflected order of bits. */
const ONE = 1n << 63n;

/** The CRC-64 of two pieces put together, from the CRC of each and the length of the second, in bytes. */
export function combineCrc64(first: bigint, second: bigint, secondLength: number): bigint {
  return multiply(first, powerOfX(8n * BigInt(secondLength))) ^ second;
}

/** x to this power, modulo the polynomial, by repeated squaring. */
function powerOfX(exponent: bigint): bigint {
  let result = ONE;
  let square = ONE >> 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

/** The product of two polynomials modulo the CRC's, both with their highest power in the lowest bit. */
function multiply(left: bigint, right: bigint): bigint {
  let product = 0n;
  let shifted = right;
  for (let bit = ONE; bit > 0n; bit >>= 1n) {
    if (left & bit) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ POLYNOMIAL : shifted >> 1n;
  }
  return product;
}
