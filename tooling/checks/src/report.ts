import type { Check, Finding } from "./check.js";

/** What one check found. */
export interface Result {
  readonly check: Check;
  readonly findings: readonly Finding[];
}

/** The report for a terminal: one line per check, and below a failing one its findings. */
export function formatReport(results: readonly Result[]): string {
  const width = Math.max(0, ...results.map(({ check }) => check.name.length));
  const lines = results.flatMap(({ check, findings }) => [
    `${findings.length === 0 ? "ok  " : "FAIL"} ${check.name.padEnd(width)}  ${check.promise}`,
    ...findings.map(({ where, message }) => `       ${where}: ${message}`),
  ]);
  const total = results.reduce((sum, { findings }) => sum + findings.length, 0);
  return [...lines, "", total === 0 ? "All checks passed." : `${total} findings.`].join("\n");
}
