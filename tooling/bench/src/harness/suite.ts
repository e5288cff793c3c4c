import type { Report } from "./report.js";

/** A group of benchmarks that is run by its name. */
export interface Suite {
  /** One line for the list of suites. */
  readonly description: string;
  /** Measures and prints. Throws when a measurement cannot be made; a goal that is missed is printed, not thrown. */
  run(report: Report): Promise<void>;
}
