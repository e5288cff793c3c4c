import { bundleSize } from "../footprint/bundle-size.js";
import { importCost } from "../footprint/import-cost.js";
import { installSize } from "../footprint/install-size.js";
import type { Suite } from "../harness/suite.js";

/** What it costs to have the packages at all. */
export const suite: Suite = {
  description: "import time, modules loaded, size installed and bundled, against peers",
  async run(report) {
    await importCost(report);
    installSize(report);
    await bundleSize(report);
  },
};
