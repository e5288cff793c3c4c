import { concurrency } from "../core/concurrency.js";
import { hotPath } from "../core/hot-path.js";
import { outage } from "../core/outage.js";
import type { Suite } from "../harness/suite.js";

/** The cost and the behaviour of a provider. */
export const suite: Suite = {
  description: "cached calls and peek() against peers, concurrent first calls, an outage",
  async run(report) {
    await hotPath(report);
    await concurrency(report);
    await outage(report);
  },
};
