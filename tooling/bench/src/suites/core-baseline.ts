import { concurrentCalls } from "../baseline/concurrent-calls.js";
import { fleet } from "../baseline/fleet.js";
import { lastLink } from "../baseline/last-link.js";
import { lateEnvironment } from "../baseline/late-environment.js";
import { longOutage } from "../baseline/long-outage.js";
import { nobodyWaiting } from "../baseline/nobody-waiting.js";
import { olderLoad } from "../baseline/older-load.js";
import { oneAborts } from "../baseline/one-aborts.js";
import { repeatedAnswer } from "../baseline/repeated-answer.js";
import { shortOutage } from "../baseline/short-outage.js";
import type { Suite } from "../harness/suite.js";

const scenarios = [
  concurrentCalls,
  shortOutage,
  nobodyWaiting,
  oneAborts,
  olderLoad,
  longOutage,
  lateEnvironment,
  lastLink,
  fleet,
  repeatedAnswer,
];

/** The tests of core.md 3, with peers beside us. Test 13 is in `footprint`. */
export const suite: Suite = {
  description: "the tests of core.md 3, played with us and with peers",
  async run(report) {
    for (const { number, title, goal, play } of scenarios) {
      report.heading(`${String(number)}. ${title}`);
      report.table(["", "outcome"], await play());
      report.note(`Must hold: ${goal}.`);
    }
  },
};
