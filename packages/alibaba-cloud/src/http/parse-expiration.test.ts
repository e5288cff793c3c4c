import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../test/support/failure-of.js";
import { parseExpiration } from "./parse-expiration.js";

describe("4.5: expiration format", () => {
  test.each([
    ["2024-01-02T03:04:05Z", 0],
    ["2024-01-02T03:04:05.1Z", 100],
    ["2024-01-02T03:04:05.12Z", 120],
    ["2024-01-02T03:04:05.123Z", 123],
    ["2024-01-02T03:04:05.123456789Z", 123],
  ])("%s is read", (text, milliseconds) => {
    expect(parseExpiration(text).getTime()).toBe(Date.UTC(2024, 0, 2, 3, 4, 5, milliseconds));
  });

  test("29 February exists in a leap year", () => {
    expect(parseExpiration("2024-02-29T00:00:00Z").getTime()).toBe(Date.UTC(2024, 1, 29));
  });

  test.each([
    "2024-02-31T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-01-02T24:00:00Z",
    "2024-01-02T23:60:00Z",
    "2024-01-02T03:04:60Z",
    "2024-01-02T03:04:05",
    "2024-01-02T03:04:05z",
    "2024-01-02t03:04:05Z",
    "2024-01-02T03:04:05+00:00",
    "2024-01-02T03:04:05.Z",
    "2024-01-02T03:04:05.1234567890Z",
    "2024-01-02 03:04:05Z",
    " 2024-01-02T03:04:05Z",
    "2024-01-02T03:04:05Z\n",
    "1704164645",
    "tomorrow",
  ])("%j is INVALID_EXPIRATION and names the field", async (text) => {
    const error = await failureOf(() => parseExpiration(text));
    expect(error.code).toBe("INVALID_EXPIRATION");
    expect(error.message).toContain("Expiration");
    expect(error.message).not.toContain(text.trim());
  });

  test.each([1_704_164_645, true, {}, []])("%j, which is no text, is INVALID_EXPIRATION", async (value) => {
    expect((await failureOf(() => parseExpiration(value))).code).toBe("INVALID_EXPIRATION");
  });

  test("any instant, written with any precision, is read back", () => {
    const instants = fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 9 }), (instant, digits) => {
        const seconds = Math.floor(instant / 1_000) * 1_000;
        const text = `${new Date(seconds).toISOString().slice(0, 19)}.${"9".repeat(digits)}Z`;
        const milliseconds = Number("999".slice(0, digits).padEnd(3, "0"));
        expect(parseExpiration(text).getTime()).toBe(seconds + milliseconds);
      }),
    );
  });

  test("any text: a date or a CredentialsError that does not repeat it", async () => {
    const canary = "CANARY-e41c";
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const error = await failureOf(() => parseExpiration(canary + text));
        expect(error.message).not.toContain(canary);
      }),
    );
  });
});
