import { testRule } from "../../test/rule-tester.js";
import { namedExports } from "./named-exports.js";

testRule("named-exports", namedExports, {
  valid: ["export const a = 1;", 'export { a, type B } from "./a.js";', "const a = 1; export { a };"],
  invalid: [
    { code: "export default 1;", errors: [{ messageId: "noDefault" }] },
    { code: "const a = 1; export { a as default };", errors: [{ messageId: "noDefault" }] },
    { code: 'export * from "./a.js";', errors: [{ messageId: "noStar" }] },
    { code: 'export * as a from "./a.js";', errors: [{ messageId: "noStar" }] },
    { code: 'export type * from "./a.js";', errors: [{ messageId: "noStar" }] },
  ],
});
