import { expect, test } from "vitest";
import { Report, cellText } from "./report.js";

test("numbers have three significant digits and no powers of ten", () => {
  expect([0.00318, 0.8577, 12.34, 123.4, 12_345.6, "as is"].map(cellText)).toEqual([
    "0.00318",
    "0.858",
    "12.3",
    "123",
    "12,346",
    "as is",
  ]);
});

test("a table is Markdown with aligned columns", () => {
  const lines: string[] = [];
  new Report((line) => lines.push(line)).table(
    ["", "ns"],
    [
      ["await", 1.5],
      ["ours, cached", 12],
    ],
  );
  expect(lines.join("").trimEnd().split("\n")).toEqual([
    "|              | ns  |",
    "| ------------ | --- |",
    "| await        | 1.5 |",
    "| ours, cached | 12  |",
  ]);
});
