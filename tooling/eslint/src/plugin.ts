import { fileName } from "./rules/file-name.js";
import { namedExports } from "./rules/named-exports.js";
import { noAmbient } from "./rules/no-ambient.js";
import { noBodyInErrors } from "./rules/no-body-in-errors.js";
import { noCredentialsCopy } from "./rules/no-credentials-copy.js";
import { noSleepingTests } from "./rules/no-sleeping-tests.js";
import { packageBoundaries } from "./rules/package-boundaries.js";
import type { Rule } from "./rules/rule.js";

/** The rules of this repository, as an ESLint plugin; its prefix is `credport`. */
export const plugin: { readonly rules: Readonly<Record<string, Rule<string, readonly unknown[]>>> } = {
  rules: {
    "file-name": fileName,
    "named-exports": namedExports,
    "no-ambient": noAmbient,
    "no-body-in-errors": noBodyInErrors,
    "no-credentials-copy": noCredentialsCopy,
    "no-sleeping-tests": noSleepingTests,
    "package-boundaries": packageBoundaries,
  },
};
