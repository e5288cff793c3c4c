import type { Suite } from "../harness/suite.js";

/** Every suite, by the name it is run by; loaded only when it runs. */
export const suites: Readonly<Record<string, () => Promise<{ readonly suite: Suite }>>> = {
  "alibaba-cloud": () => import("./alibaba-cloud.js"),
  "byteplus-client": () => import("./byteplus-client.js"),
  "byteplus-signing": () => import("./byteplus-signing.js"),
  core: () => import("./core.js"),
  "core-baseline": () => import("./core-baseline.js"),
  footprint: () => import("./footprint.js"),
  maxcompute: () => import("./maxcompute.js"),
  oss: () => import("./oss.js"),
};
