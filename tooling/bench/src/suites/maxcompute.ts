import { measure } from "../harness/measure.js";
import type { Suite } from "../harness/suite.js";
import { readers } from "../maxcompute/rows.js";
import { signers } from "../maxcompute/signing.js";

/** MaxCompute: what each request and each downloaded row cost. Goals: 1.5 times the bare HMAC; half the time of `JSON.parse`. */
export const suite: Suite = {
  description: "signing a MaxCompute request against the bare HMAC, reading tunnel rows against JSON.parse",
  async run(report) {
    const signing = await measure(signers(), { budget: 60, time: "cpu" });
    report.table(
      ["one GET with a token", "ns", "against the bare HMAC"],
      signing.map(({ name, nanoseconds, ratio }) => [name, nanoseconds, ratio]),
    );
    const reading = await measure(readers(), { budget: 60, time: "cpu" });
    report.table(
      ["10,000 rows of 7 columns", "ns", "rows per second against JSON.parse of objects"],
      reading.map(({ name, nanoseconds, ratio }) => [name, nanoseconds, 1 / ratio]),
    );
  },
};
