import type { Rule } from "./rule.js";
import { onImport } from "./imports.js";

/** Tests run on a fake clock: none waits for wall time to pass. */
export const noSleepingTests: Rule<"sleep"> = {
  meta: {
    type: "problem",
    docs: { description: "Forbid waiting for wall time in tests." },
    schema: [],
    messages: { sleep: "A test must not sleep: drive the fake clock, or wait for the event itself." },
  },
  create(context) {
    return {
      // `new Promise((resolve) => setTimeout(resolve, ...))`, in any spelling: a timer inside a promise's executor.
      'NewExpression[callee.name="Promise"] CallExpression[callee.name="setTimeout"]'(node) {
        context.report({ node, messageId: "sleep" });
      },
      ...onImport(({ node, module, typeOnly }) => {
        if (!typeOnly && /^(?:node:)?timers\/promises$/.test(module)) context.report({ node, messageId: "sleep" });
      }),
    };
  },
};
