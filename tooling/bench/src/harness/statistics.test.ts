import { expect, test } from "vitest";
import { median, percentile } from "./statistics.js";

test("the median and percentiles of unsorted numbers", () => {
  const numbers = [5, 1, 4, 2, 3];
  expect(median(numbers)).toBe(3);
  expect(percentile(numbers, 0.99)).toBe(5);
  expect(numbers).toEqual([5, 1, 4, 2, 3]);
  expect(median([])).toBeNaN();
});
