import { turn, withSimulatedTime } from "../harness/simulated-time.js";
import { allSubjects } from "../peers/all.js";
import type { Subject } from "../peers/subject.js";
import { Upstream } from "../peers/upstream.js";
import type { Outcome, Scenario } from "./scenario.js";

const callers = [1_000, 10_000];

/** Test 1. */
export const concurrentCalls: Scenario = {
  number: 1,
  title: "1,000 and 10,000 concurrent calls, first on an empty cache, then on an expired one",
  goal: "1 load each",
  async play() {
    const outcomes: Outcome[] = [];
    for (const [name, make] of Object.entries(allSubjects)) {
      const loads = [];
      for (const count of callers) {
        loads.push(
          await withSimulatedTime(async (time) => {
            const upstream = new Upstream();
            upstream.before = turn;
            const subject = make(upstream);
            await callAtOnce(subject, count);
            const first = upstream.calls;
            await time.advance(2 * upstream.lifetime);
            await callAtOnce(subject, count);
            return `${String(first)} and ${String(upstream.calls - first)}`;
          }),
        );
      }
      outcomes.push([name, `loads: ${loads.join("; ")}`]);
    }
    return outcomes;
  },
};

async function callAtOnce(subject: Subject, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => subject.get()));
}
