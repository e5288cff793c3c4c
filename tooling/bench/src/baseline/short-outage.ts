import { setTimeout as delay } from "node:timers/promises";
import { turn, withSimulatedTime, type SimulatedTime } from "../harness/simulated-time.js";
import { simulatedSubjects } from "../peers/all.js";
import { awsChain } from "../peers/aws-chain.js";
import { credport } from "../peers/credport.js";
import type { Subject } from "../peers/subject.js";
import { Upstream } from "../peers/upstream.js";
import type { Outcome, Scenario } from "./scenario.js";

const calls = 1_000;
const minute = 60_000;

/** Test 2. */
export const shortOutage: Scenario = {
  number: 2,
  title: "valid for 4 more minutes, the source down, 1,000 calls within a minute",
  goal: "0 failed, at most 10 loads (jitter fixed at 0.5)",
  async play() {
    const outcomes: Outcome[] = [];
    for (const [name, make] of simulatedSubjects) {
      const fixed = name === "@credport" ? (upstream: Upstream) => credport(upstream, () => 0.5) : make;
      outcomes.push([name, await withSimulatedTime((time) => play(time, fixed, turn))]);
    }
    // Its loads are real requests on loopback; each gets the time to end.
    outcomes.push(["AWS chain", await withSimulatedTime((time) => play(time, awsChain, () => delay(4)))]);
    return outcomes;
  },
};

async function play(
  time: SimulatedTime,
  make: (upstream: Upstream) => Subject | Promise<Subject & AsyncDisposable>,
  pause: () => Promise<unknown>,
): Promise<string> {
  const upstream = new Upstream();
  const subject = await make(upstream);
  await subject.get();
  await time.advance(upstream.lifetime - 4 * minute);
  upstream.isDown = true;
  const before = upstream.calls;
  let failed = 0;
  for (let call = 0; call < calls; call += 1) {
    await time.advance(minute / calls);
    await subject.get().catch(() => (failed += 1));
    await pause();
  }
  if (Symbol.asyncDispose in subject) await subject[Symbol.asyncDispose]();
  return `${String(failed)} failed, ${String(upstream.calls - before)} loads`;
}
