import { expect, test } from "vitest";
import type { Check } from "./check.js";
import { formatReport } from "./report.js";

const check = (name: string): Check => ({ name, promise: `${name} holds.`, run: () => [] });

test("the report has one line per check and the findings below the failing one", () => {
  const report = formatReport([
    { check: check("first"), findings: [] },
    { check: check("second-check"), findings: [{ where: "packages/core", message: "is wrong" }] },
  ]);
  expect(report.split("\n")).toEqual([
    "ok   first         first holds.",
    "FAIL second-check  second-check holds.",
    "       packages/core: is wrong",
    "",
    "1 findings.",
  ]);
});

test("no finding is said plainly", () => {
  expect(formatReport([{ check: check("first"), findings: [] }])).toContain("All checks passed.");
});
