import { withSimulatedTime } from "../harness/simulated-time.js";
import { simulatedSubjects } from "../peers/all.js";
import type { MakeSubject } from "../peers/subject.js";
import { Upstream } from "../peers/upstream.js";
import type { Outcome, Scenario } from "./scenario.js";

const step = 10_000;
const hour = 3_600_000;
const longestWatch = 72 * hour;

/** Test 6. */
export const longOutage: Scenario = {
  number: 6,
  title: "six hours of outage, then recovery, a call every 10 s",
  goal: "healthy within 60 s of recovery",
  async play() {
    const outcomes: Outcome[] = [];
    for (const [name, make] of simulatedSubjects) outcomes.push([name, await play(make)]);
    return outcomes;
  },
};

function play(make: MakeSubject): Promise<string> {
  return withSimulatedTime(async (time) => {
    const upstream = new Upstream();
    const subject = make(upstream);
    await subject.get();
    upstream.isDown = true;
    let servedExpired = 0;
    const expiry = time.now() + upstream.lifetime;
    const end = time.now() + 6 * hour;
    while (time.now() < end) {
      const isServed = await subject.get().then(
        () => true,
        () => false,
      );
      if (isServed && time.now() >= expiry) servedExpired += 1;
      await time.advance(step);
    }
    upstream.isDown = false;
    const recovery = time.now();
    const isHealthy = (): Promise<boolean> =>
      subject.get().then(
        (accessKeyId) => accessKeyId !== "STS.1",
        () => false,
      );
    while (!(await isHealthy())) {
      await time.advance(step);
      if (time.now() - recovery > longestWatch) return `not healthy after 72 h; ${expired(servedExpired)}`;
    }
    return `healthy after ${String((time.now() - recovery) / 1000)} s; ${expired(servedExpired)}`;
  });
}

function expired(count: number): string {
  return count === 0 ? "never served an expired one" : `served an expired one ${String(count)} times`;
}
