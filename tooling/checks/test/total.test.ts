import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fixture, type Files } from "./fixture.js";

const totals = fileURLToPath(new URL("../../bootstrap/total.mjs", import.meta.url));

/** The result of one expression over the functions of `tooling/bootstrap/total.mjs`, for a repository of these files. */
function evaluate(expression: string, files: Files): { readonly root: string; readonly value: unknown } {
  const { root } = fixture(files);
  const program = `
    const { readTotal, removeReports, formatTotal } = await import(${JSON.stringify(totals)});
    const root = ${JSON.stringify(root)};
    console.log(JSON.stringify(${expression}));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return { root, value: stdout === "undefined\n" ? undefined : JSON.parse(stdout) };
}

const tested = { scripts: { test: "vitest run" } };
const report = (counts: object, ...testResults: readonly object[]): object => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults,
  ...counts,
});

test("the totals of all packages are added up", () => {
  const { value } = evaluate("formatTotal(readTotal(root))", {
    "packages/core/package.json": tested,
    "packages/core/reports/tests.json": report({ numPassedTests: 3, numFailedTests: 1 }),
    "apps/cli/package.json": tested,
    "apps/cli/reports/tests.json": report({ numPassedTests: 2, numPendingTests: 1, numTodoTests: 1 }),
    "tooling/vitest/package.json": {},
  });
  expect(value).toBe("5 passed, 1 failed, 2 skipped");
});

test("a package without a report counts as a failure", () => {
  const { value } = evaluate("readTotal(root)", { "packages/core/package.json": tested });
  expect(value).toMatchObject({ failed: 1, problems: ["packages/core wrote no test report"] });
});

test("a test file that fails before its first test counts as a failure", () => {
  const broken = { name: "core.test.ts", status: "failed", assertionResults: [] };
  const { value } = evaluate("readTotal(root)", {
    "packages/core/package.json": tested,
    "packages/core/reports/tests.json": report({ numPassedTests: 1 }, broken),
  });
  expect(value).toMatchObject({ passed: 1, failed: 1, problems: ["core.test.ts failed outside its tests"] });
});

test("reports of earlier runs are removed before a run", () => {
  const { root } = evaluate("removeReports(root)", {
    "packages/core/package.json": tested,
    "packages/core/reports/tests.json": report({ numPassedTests: 1 }),
  });
  expect(existsSync(join(root, "packages/core/reports/tests.json"))).toBe(false);
});
