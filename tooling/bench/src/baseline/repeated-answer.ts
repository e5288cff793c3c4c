import { withSimulatedTime } from "../harness/simulated-time.js";
import { alibabaMetadata } from "../peers/alibaba.js";
import { credport } from "../peers/credport.js";
import type { MakeSubject } from "../peers/subject.js";
import { issue, Upstream } from "../peers/upstream.js";
import type { Scenario } from "./scenario.js";

const perSecond = 100;
const hour = 3_600_000;

/** Test 11. */
export const repeatedAnswer: Scenario = {
  number: 11,
  title: "the metadata service repeats one credential for its last hour, 100 calls a second",
  goal: "at most 120 loads",
  play: async () => [
    ["@credport", await play((upstream) => credport(upstream))],
    ["@alicloud/credentials", await play(alibabaMetadata)],
  ],
};

function play(make: MakeSubject): Promise<string> {
  return withSimulatedTime(async (time) => {
    const upstream = new Upstream();
    upstream.repeated = issue(1, hour);
    const subject = make(upstream);
    let calls = 0;
    const end = time.now() + hour;
    while (time.now() + 1_000 < end) {
      for (let call = 0; call < perSecond; call += 1) await subject.get();
      calls += perSecond;
      await time.advance(1_000);
    }
    return `${String(upstream.calls)} loads for ${String(calls)} calls`;
  });
}
