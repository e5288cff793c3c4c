import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTimestamp } from "./parse-timestamp.js";

test.each([
  ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"],
  ["2026-01-02t03:04:05z", "2026-01-02T03:04:05.000Z"],
  ["2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.500Z"],
  ["2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.123Z"],
  ["2026-01-02T03:04:05+08:00", "2026-01-01T19:04:05.000Z"],
  ["2028-02-29T00:00:00-00:30", "2028-02-29T00:30:00.000Z"],
])("%s is an instant", (text, iso) => {
  expect(parseTimestamp(text)?.toISOString()).toBe(iso);
});

test.each([
  undefined,
  null,
  1_767_323_045,
  "",
  "soon",
  "2026-01-02",
  "2026-01-02 03:04:05Z",
  "2026-01-02T03:04:05",
  "2026-01-02T03:04:05.Z",
  "2026-01-02T03:04:05+0800",
  "2026-01-02T03:04:05+25:00",
  "2026-02-30T03:04:05Z",
  "2026-02-29T03:04:05Z",
  "2026-13-01T03:04:05Z",
  "2026-01-02T24:00:00Z",
  "2026-01-02T03:04:60Z",
  " 2026-01-02T03:04:05Z",
])("%j is none", (value) => {
  expect(parseTimestamp(value)).toBeUndefined();
});

test("property: what the platform writes is read back", () => {
  const years = { min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(years), (date) => {
      expect(parseTimestamp(date.toISOString())).toEqual(date);
    }),
  );
});
