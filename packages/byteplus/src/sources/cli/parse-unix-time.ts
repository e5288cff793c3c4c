/**
 * An instant in ms from a whole number of seconds, milliseconds (from 1e12), microseconds (from 1e15) or nanoseconds (from
 * 1e18), as a number or as digits. `undefined`: absent or zero. `"invalid"`: negative or no whole number.
 */
export function parseUnixTime(value: unknown): number | "invalid" | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const digits = typeof value === "number" && Number.isInteger(value) ? BigInt(value).toString() : value;
  if (typeof digits !== "string" || !/^-?\d+$/.test(digits)) return "invalid";
  const count = BigInt(digits);
  if (count === 0n) return undefined;
  if (count < 0n) return "invalid";
  if (count < 10n ** 12n) return Number(count) * 1_000;
  if (count < 10n ** 15n) return Number(count);
  return Number(count < 10n ** 18n ? count / 1_000n : count / 1_000_000n);
}
