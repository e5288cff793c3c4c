import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** The folders of all packages that have tests, relative to the repository root. */
export function testedPackages(root) {
  return ["packages", "apps", "tooling"]
    .filter((group) => existsSync(join(root, group)))
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
    .filter((folder) => {
      const manifest = join(root, folder, "package.json");
      return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).scripts?.test !== undefined;
    });
}

const reportOf = (root, folder) => join(root, folder, "reports", "tests.json");

/** Removes the reports of earlier runs, so that only what this run writes (or restores from its cache) is counted. */
export function removeReports(root) {
  for (const folder of testedPackages(root)) rmSync(reportOf(root, folder), { force: true });
}

/**
 * Adds up the test reports of all packages. A package without a report, and a test file that failed before its first test,
 * count as one failure each; `problems` names them.
 */
export function readTotal(root) {
  const total = { passed: 0, failed: 0, skipped: 0, problems: [] };
  for (const folder of testedPackages(root)) {
    if (!existsSync(reportOf(root, folder))) {
      total.failed += 1;
      total.problems.push(`${folder} wrote no test report`);
      continue;
    }
    const report = JSON.parse(readFileSync(reportOf(root, folder), "utf8"));
    const broken = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === "failed" && !assertionResults.some((test) => test.status === "failed"),
    );
    total.passed += report.numPassedTests;
    total.failed += report.numFailedTests + broken.length;
    total.skipped += report.numPendingTests + report.numTodoTests;
    total.problems.push(...broken.map(({ name }) => `${name.replace(`${root}/`, "")} failed outside its tests`));
  }
  return total;
}

/** The one line that continuous integration reads. */
export function formatTotal({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
