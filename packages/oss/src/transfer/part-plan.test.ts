import { expect, it } from "vitest";
import { fittingPartSize } from "./part-plan.js";

const mebibyte = 1024 * 1024;

it.each([
  [0, 6 * mebibyte],
  [60_000 * mebibyte - 1, 6 * mebibyte],
  [60_000 * mebibyte, 12 * mebibyte],
  [60_006 * mebibyte, 12 * mebibyte],
  [120_000 * mebibyte - 1, 12 * mebibyte],
  [120_000 * mebibyte, 18 * mebibyte],
  [53_656_167_435_468, 5118 * mebibyte],
])("7.5: %d bytes go in parts of %d: steps of 6 MiB, under 10,000 of them", (size, expected) => {
  const fitting = fittingPartSize(size, 6 * mebibyte);
  expect(fitting).toBe(expected);
  expect(size / fitting).toBeLessThan(10_000);
});

it("7.5: the growth takes no longer for a tiny part", () => {
  expect(fittingPartSize(5e13, 1)).toBe(5_000_000_001);
});
