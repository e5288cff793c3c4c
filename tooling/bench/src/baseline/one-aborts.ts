import { turn } from "../harness/simulated-time.js";
import { azureClient } from "../peers/azure.js";
import { credport } from "../peers/credport.js";
import type { MakeSubject } from "../peers/subject.js";
import { Upstream } from "../peers/upstream.js";
import type { Scenario } from "./scenario.js";

/** Test 4, with those that take a signal. */
export const oneAborts: Scenario = {
  number: 4,
  title: "A aborts, B waits for the same load",
  goal: "A ends at once, B gets the value",
  play: async () => [
    ["@credport", await play((upstream) => credport(upstream))],
    ["Azure client", await play(azureClient)],
  ],
};

async function play(make: MakeSubject): Promise<string> {
  const upstream = new Upstream();
  let answer = (): void => undefined;
  upstream.before = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const subject = make(upstream);
  const controller = new AbortController();
  const states = { A: "waits", B: "waits" };
  const watch = (name: keyof typeof states, promise: Promise<string>): void => {
    promise.then(
      () => (states[name] = "gets the value"),
      () => (states[name] = "is rejected"),
    );
  };
  watch("A", subject.get({ signal: controller.signal }));
  watch("B", subject.get());
  await turn();
  controller.abort();
  await turn();
  const afterAbort = states.A;
  answer();
  await turn();
  return `A ${afterAbort} at the abort, B ${states.B}`;
}
