import { startCallers } from "../byteplus/callers.js";
import { measure } from "../harness/measure.js";
import type { Suite } from "../harness/suite.js";

/** Signed calls of the BytePlus client. Goal: within 25 % of raw undici, which signs nothing. The server is a process of its own. */
export const suite: Suite = {
  description: "calls of the BytePlus client, against raw undici",
  async run(report) {
    for (const concurrency of [1, 32]) {
      await using callers = await startCallers(concurrency);
      const results = await measure(callers.contenders, { rounds: 11, budget: 200 });
      report.table(
        [
          `one call, ${concurrency} at a time`,
          "ns",
          "ns of CPU time",
          "time against undici",
          "throughput against undici",
        ],
        results.map(({ name, nanoseconds, cpuNanoseconds, ratio }) => [
          name,
          nanoseconds,
          cpuNanoseconds,
          ratio,
          1 / ratio,
        ]),
      );
    }
  },
};
