import { fileURLToPath } from "node:url";
import { RuleTester, type Rule } from "eslint";
import { parser } from "typescript-eslint";
import { describe, it } from "vitest";

/** Good code, and bad code with the findings expected in it. */
interface Cases {
  readonly valid: (string | RuleTester.ValidTestCase)[];
  readonly invalid: RuleTester.InvalidTestCase[];
}

const root = fileURLToPath(new URL("..", import.meta.url));

RuleTester.describe = describe;
RuleTester.it = it;

const syntaxTester = new RuleTester({ languageOptions: { parser } });
const typedTester = new RuleTester({
  languageOptions: {
    parser,
    parserOptions: { projectService: { allowDefaultProject: ["case.ts"] }, tsconfigRootDir: root },
  },
});

/** Runs a rule that reads syntax only. */
export function testRule(name: string, rule: object, cases: Cases): void {
  syntaxTester.run(name, eslintRule(rule), cases);
}

/** Runs a rule that reads types: each case is a module of its own. */
export function testTypedRule(name: string, rule: object, { valid, invalid }: Cases): void {
  const filename = `${root}case.ts`;
  typedTester.run(name, eslintRule(rule), {
    valid: valid.map((each) => (typeof each === "string" ? { code: each, filename } : { ...each, filename })),
    invalid: invalid.map((each) => ({ ...each, filename })),
  });
}

/** The rule as ESLint's own types see it; typescript-eslint's describe the same object differently. */
function eslintRule(rule: object): Rule.RuleModule {
  if (!isRule(rule)) throw new TypeError("not a lint rule");
  return rule;
}

function isRule(rule: object): rule is Rule.RuleModule {
  return "create" in rule && typeof rule.create === "function";
}
