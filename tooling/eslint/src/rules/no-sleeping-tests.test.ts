import { testRule } from "../../test/rule-tester.js";
import { noSleepingTests } from "./no-sleeping-tests.js";

testRule("no-sleeping-tests", noSleepingTests, {
  valid: [
    "await clock.advance(5_000);",
    "await new Promise((resolve) => server.listen(0, resolve));",
    "const timer = setTimeout(fail, 1_000); clearTimeout(timer);",
    'import type { setTimeout } from "node:timers/promises";',
  ],
  invalid: [
    "await new Promise((resolve) => setTimeout(resolve, 10));",
    "await new Promise((resolve) => { setTimeout(resolve, 10); });",
    'import { setTimeout } from "node:timers/promises";',
    'const { setTimeout } = await import("timers/promises");',
  ].map((code) => ({ code, errors: [{ messageId: "sleep" }] })),
});
