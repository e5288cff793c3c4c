import { randomBytes } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random letters and digits, from the system's secure source. */
export function randomLetters(length: number): string {
  return randomFrom(LETTERS, length);
}

/** Random decimal digits. */
export function randomDigits(length: number): string {
  return randomFrom("0123456789", length);
}

function randomFrom(alphabet: string, length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}
