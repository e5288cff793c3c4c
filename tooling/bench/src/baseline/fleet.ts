import { withSimulatedTime } from "../harness/simulated-time.js";
import { allSubjects } from "../peers/all.js";
import type { MakeSubject } from "../peers/subject.js";
import { Upstream } from "../peers/upstream.js";
import type { Outcome, Scenario } from "./scenario.js";

const hosts = 1_000;
const minute = 60_000;

/** Test 10. */
export const fleet: Scenario = {
  number: 10,
  title: "1,000 hosts with one start time and 1 h credentials, each called every second",
  goal: "at most 1 % of the fleet refreshes within one second",
  async play() {
    const outcomes: Outcome[] = [];
    for (const [name, make] of Object.entries(allSubjects)) outcomes.push([name, await play(make)]);
    return outcomes;
  },
};

/** Plays from minute 44 on, the earliest at which anybody refreshes, until every host has. */
function play(make: MakeSubject): Promise<string> {
  return withSimulatedTime(async (time) => {
    const upstreams = Array.from({ length: hosts }, () => new Upstream());
    const subjects = upstreams.map(make);
    await Promise.all(subjects.map((subject) => subject.get()));
    const total = (): number => upstreams.reduce((sum, { calls }) => sum + calls, 0);
    await time.advance(44 * minute);
    let peak = 0;
    for (let end = 17 * 60; end > 0 && total() < 2 * hosts; end -= 1) {
      const before = total();
      await time.advance(1_000);
      await Promise.all(subjects.map((subject) => subject.get()));
      peak = Math.max(peak, total() - before);
    }
    return `peak ${((100 * peak) / hosts).toFixed(1)} % of the fleet`;
  });
}
