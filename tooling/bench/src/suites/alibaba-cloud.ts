import { firstResolution } from "../alibaba-cloud/first-resolution.js";
import { signing } from "../alibaba-cloud/signing.js";
import type { Suite } from "../harness/suite.js";

/** Signing an Alibaba Cloud request, and the default chain's first credentials. */
export const suite: Suite = {
  description: "signing an Alibaba Cloud request, the default chain's first credentials",
  async run(report) {
    await signing(report);
    await firstResolution(report);
  },
};
