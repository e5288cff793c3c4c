import type { TSESLint } from "@typescript-eslint/utils";

/** A lint rule of this repository; `Ids` are its message names, `Options` the tuple it is configured with. */
export type Rule<Ids extends string, Options extends readonly unknown[] = []> = TSESLint.RuleModule<Ids, Options>;
