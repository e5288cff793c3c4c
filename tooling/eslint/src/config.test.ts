import { fileURLToPath } from "node:url";
import { TSESLint } from "@typescript-eslint/utils";
import { expect, test } from "vitest";
import { config } from "./config.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

type Rules = NonNullable<TSESLint.FlatConfig.Config["rules"]>;
type Setting = Rules[string];

/** The rules that apply to a file, by name, each with its options. */
async function rulesFor(path: string): Promise<Rules> {
  const eslint = new TSESLint.FlatESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [...config(root)] });
  const { rules } = await eslint.calculateConfigForFile(path);
  return rules ?? {};
}

/** The severity and options of a rule; ESLint normalises every setting to a list. */
function settingOf(setting: Setting): readonly unknown[] {
  return Array.isArray(setting) ? setting : [setting];
}

function isOn(setting: Setting): boolean {
  return settingOf(setting)[0] === 2;
}

test.each([
  ["packages/core/src/engine/provider.ts", true],
  ["packages/oss/src/client/client.ts", true],
  ["packages/adapter-aws/src/index.ts", true],
  ["packages/testing/src/clock/fake-clock.ts", true],
  ["packages/testing/src/conformance/ambient-guard.test.ts", false],
  ["packages/node/src/clock.ts", false],
  ["packages/emulator/src/server.ts", false],
  ["packages/oss/src/client/client.test.ts", false],
  ["packages/oss/test/put.test.ts", false],
  ["packages/oss/examples/put.ts", false],
  ["apps/cli/src/main.ts", false],
  ["tooling/checks/src/run.ts", false],
])("no-ambient on %s: %s", async (path, expected) => {
  expect(isOn((await rulesFor(path))["credport/no-ambient"])).toBe(expected);
});

test("a transport may import HTTP clients and nothing else besides", async () => {
  const { "credport/no-ambient": rule } = await rulesFor("packages/oss/src/transport/undici-transport.ts");
  expect(settingOf(rule)[1]).toEqual({ modules: expect.arrayContaining(["undici", "node:https"]) });
});

test("a part of the test kit may touch what it stands in for and nothing else", async () => {
  const { "credport/no-ambient": rule } = await rulesFor("packages/testing/src/clock/settle.ts");
  expect(settingOf(rule)).toEqual([2, { globals: ["setImmediate"] }]);
});

test("core imports nothing but its own files, its tests may", async () => {
  expect(isOn((await rulesFor("packages/core/src/chain/chain.ts"))["no-restricted-imports"])).toBe(true);
  expect(isOn((await rulesFor("packages/core/src/chain/chain.test.ts"))["no-restricted-imports"])).toBe(false);
});

test("type assertions are for parse-*.ts", async () => {
  const rule = "@typescript-eslint/consistent-type-assertions";
  expect(settingOf((await rulesFor("packages/oss/src/parse-error.ts"))[rule])[1]).toMatchObject({
    assertionStyle: "as",
  });
  expect(settingOf((await rulesFor("packages/oss/src/error.ts"))[rule])[1]).toMatchObject({ assertionStyle: "never" });
  expect(settingOf((await rulesFor("packages/oss/src/error.test.ts"))[rule])[1]).toMatchObject({
    assertionStyle: "never",
  });
});
