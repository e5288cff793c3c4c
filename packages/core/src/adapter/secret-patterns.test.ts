import fc from "fast-check";
import { expect, test } from "vitest";
import { secretPatterns, type SecretPattern } from "./secret-patterns.js";

/** The longest spelling of a character in the texts below. */
const longestSpelling = 8;

/** In how many ways each piece of a text, from its start, is read as the start of a secret: what a matcher may have to try in vain. */
function* readings(pattern: SecretPattern, text: string): Generator<number> {
  let waysTo = new Map([[0, 1]]);
  for (const character of pattern) {
    const next = new Map<number, number>();
    for (const [start, ways] of waysTo) {
      for (let length = 1; length <= longestSpelling && start + length <= text.length; length += 1) {
        const end = start + length;
        if (!new RegExp(`^(?:${character})$`).test(text.slice(start, end))) continue;
        next.set(end, (next.get(end) ?? 0) + ways);
      }
    }
    yield* next.values();
    waysTo = next;
  }
}

const mostReadings = (secret: string, text: string): number =>
  Math.max(0, ...secretPatterns(secret).flatMap((pattern) => [...readings(pattern, text)]));

test.each([
  ["backslashes", "\\".repeat(40), "\\".repeat(60)],
  ["backslashes before slashes", "\\/".repeat(40), "\\\\/".repeat(40)],
  ["backslashes, escaped with their slashes", "\\/".repeat(40), "\\\\\\/".repeat(40)],
  ["percent signs", "%25".repeat(40), "%2525".repeat(40)],
  ["what looks encoded already", "\\u005c".repeat(20), "\\u005cu005c".repeat(20)],
])("a text is read in one way as a long run of %s", (_what, secret, text) => {
  expect(mostReadings(secret, text)).toBe(1);
});

test("property: no text is read in two ways as the start of a secret", () => {
  const pieces = fc.constantFrom(
    "\\",
    "/",
    "%",
    "25",
    "5c",
    "2f",
    "2F",
    "u00",
    "\\u005c",
    "\\u002f",
    "\\\\",
    "\\/",
    "%5c",
  );
  const texts = fc.array(pieces, { minLength: 1, maxLength: 12 }).map((several) => several.join(""));
  fc.assert(
    fc.property(texts, texts, (secret, text) => {
      expect(mostReadings(secret, text)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 1_000 },
  );
});

test("a backslash is doubled everywhere or nowhere", () => {
  const whole = (secret: string): RegExp =>
    new RegExp(
      `^(?:${secretPatterns(secret)
        .map((pattern) => pattern.join(""))
        .join("|")})$`,
    );
  for (const text of ["a\\b\\/c", "a\\\\b\\\\/c", "a\\\\b\\\\\\/c", "a\\u005cb\\\\/c", "a%5Cb%255c%2fc"]) {
    expect(text).toMatch(whole("a\\b\\/c"));
  }
  expect("a\\\\b\\/c").not.toMatch(whole("a\\b\\/c"));
});
