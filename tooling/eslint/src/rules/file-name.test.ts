import { testRule } from "../../test/rule-tester.js";
import { fileName } from "./file-name.js";

const code = "export const value = 1;";

testRule("file-name", fileName, {
  valid: ["refresh-policy.ts", "refresh-policy.test.ts", "provider.test-d.ts", "vitest.config.mjs", "v4.ts"].map(
    (filename) => ({ code, filename }),
  ),
  invalid: ["refreshPolicy.ts", "RefreshPolicy.ts", "refresh_policy.ts", "refresh-policy.spec.ts"].map((filename) => ({
    code,
    filename,
    errors: [{ messageId: "kebabCase" }],
  })),
});
