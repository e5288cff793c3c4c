import { setTimeout as delay } from "node:timers/promises";
import { withSimulatedTime } from "../harness/simulated-time.js";
import { awsChain } from "../peers/aws-chain.js";
import { credport } from "../peers/credport.js";
import type { Subject } from "../peers/subject.js";
import { Upstream } from "../peers/upstream.js";
import type { Scenario } from "./scenario.js";

/** Test 5, with those that can be forced. */
export const olderLoad: Scenario = {
  number: 5,
  title: "a slow background load, then a forced one that ends first",
  goal: "the forced one stays",
  play: async () => [
    ["@credport", await play((upstream) => credport(upstream))],
    ["AWS chain", await play(awsChain)],
  ],
};

function play(make: (upstream: Upstream) => Subject | Promise<Subject & AsyncDisposable>): Promise<string> {
  return withSimulatedTime(async (time) => {
    const upstream = new Upstream();
    let answer = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    upstream.before = (call) => (call === 2 ? slow : Promise.resolve());
    const subject = await make(upstream);
    await subject.get();
    await time.advance(upstream.lifetime - 240_000);
    await subject.get();
    while (upstream.calls < 2) await delay(5);
    const forced = await subject.get({ force: true });
    answer();
    await delay(50);
    const last = await subject.get();
    if (Symbol.asyncDispose in subject) await subject[Symbol.asyncDispose]();
    return last === forced ? "the forced one stays" : "reverted to the older one";
  });
}
