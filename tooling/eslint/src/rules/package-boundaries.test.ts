import { testRule } from "../../test/rule-tester.js";
import { packageBoundaries } from "./package-boundaries.js";

const vendor = "/repo/packages/oss/src/client/client.ts";
const adapter = "/repo/packages/adapter-aws/src/index.ts";

testRule("package-boundaries", packageBoundaries, {
  valid: [
    { code: 'import { chain } from "@credport/core";', filename: vendor },
    { code: 'import { nodeHost } from "@credport/node";', filename: vendor },
    { code: 'import { oss } from "@credport/oss/credentials";', filename: vendor },
    { code: 'import { sign } from "../signing/sign.js";', filename: vendor },
    { code: 'import { startEmulator } from "@credport/emulator";', filename: "/repo/packages/oss/test/put.test.ts" },
    { code: 'import { startEmulator } from "@credport/emulator";', filename: "/repo/packages/oss/src/put.test.ts" },
    { code: 'import { byteplus } from "@credport/byteplus";', filename: "/repo/apps/cli/src/main.ts" },
    { code: 'import anything from "../../elsewhere.js";', filename: "/repo/eslint.config.js" },
  ],
  invalid: [
    {
      code: 'import { chain } from "@credport/core/src/chain.js";',
      filename: vendor,
      errors: [{ messageId: "deep" }],
    },
    {
      code: 'export { chain } from "@credport/core/dist/index.js";',
      filename: vendor,
      errors: [{ messageId: "deep" }],
    },
    {
      code: 'import { chain } from "../../../core/src/index.js";',
      filename: vendor,
      errors: [{ messageId: "outside" }],
    },
    { code: 'import { byteplus } from "@credport/byteplus";', filename: vendor, errors: [{ messageId: "direction" }] },
    { code: 'import { start } from "@credport/emulator";', filename: vendor, errors: [{ messageId: "direction" }] },
    { code: 'await import("@credport/testing");', filename: vendor, errors: [{ messageId: "direction" }] },
    {
      code: 'import type { Host } from "@credport/node";',
      filename: adapter,
      errors: [{ messageId: "direction" }],
    },
    {
      code: 'type Host = import("@credport/node").Host;',
      filename: "/repo/packages/core/src/index.ts",
      errors: [{ messageId: "direction" }],
    },
  ],
});
