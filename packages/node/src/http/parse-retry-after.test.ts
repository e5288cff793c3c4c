import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRetryAfter } from "./parse-retry-after.js";

const now = Date.UTC(2026, 0, 1, 12);

describe("Retry-After", () => {
  test.each([
    ["7", 7_000],
    [" 7 ", 7_000],
    ["+7", 7_000],
    ["0", 0],
    ["-3", 0],
    ["-0", 0],
    ["31536000000", 31_536_000_000_000],
    ["9".repeat(400), Number.MAX_SAFE_INTEGER],
    ["Thu, 01 Jan 2026 12:00:30 GMT", 30_000],
    ["Thu, 01 Jan 2026 11:59:30 GMT", 0],
    ["Thursday, 01-Jan-26 12:00:30 GMT", 30_000],
  ])("%j is a wait", (header, wait) => {
    expect(parseRetryAfter(header, now)).toBe(wait);
  });

  test.each([undefined, "", " ", "1.5", "7s", "7, 7", "0x7", "1e3", "Infinity", "soon", "2026-01-01T12:00:30Z"])(
    "%j is none",
    (header) => {
      expect(parseRetryAfter(header, now)).toBeUndefined();
    },
  );

  test("a date counts only where there is an instant to count from", () => {
    expect(parseRetryAfter("Thu, 01 Jan 2026 12:00:30 GMT")).toBeUndefined();
    expect(parseRetryAfter("7")).toBe(7_000);
  });

  test("property: whatever a header says, a wait is a safe whole number of ms", () => {
    const whole = fc.bigInt().map(String);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          whole,
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (header) => {
          const wait = parseRetryAfter(header, now) ?? 0;
          expect(Number.isSafeInteger(wait) && wait >= 0).toBe(true);
        },
      ),
    );
  });
});
