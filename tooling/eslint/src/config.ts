import type { TSESLint } from "@typescript-eslint/utils";
import { configs } from "typescript-eslint";
import { plugin } from "./plugin.js";
import { adapterRules, houseRules, syntaxTreeRules, testRules } from "./rule-sets.js";

type Config = TSESLint.FlatConfig.Config;

const tests = ["**/*.test.ts", "**/*.test-d.ts", "**/test/**/*.ts", "**/examples/**/*.ts"];

/** Programs and the real host: the code that may reach outside by itself. */
const programs = ["packages/node/**", "packages/emulator/**", "apps/**", "tooling/**"];

/** What stands in for the outside has to touch it somewhere: the test kit, file by file. */
const testKit: Readonly<Record<string, object>> = {
  "packages/testing/src/clock/settle.ts": { globals: ["setImmediate"] },
  "packages/testing/src/conformance/ambient-guard.ts": {
    globals: ["Math", "fetch", "process", "setInterval", "setTimeout"],
  },
  "packages/testing/src/host/scripted-host.ts": { modules: ["node:async_hooks", "node:diagnostics_channel"] },
  "packages/testing/src/provider/rotating-provider.ts": { globals: ["Date"] },
  "packages/testing/src/service/*.ts": { modules: ["node:http"] },
};

/**
 * The lint configuration of the repository. `root` is its folder; type information comes from the one TypeScript program of
 * `tooling/tsconfig/lint.json`, which reads sources, so linting needs no build of the packages.
 */
export function config(root: string): readonly Config[] {
  return [
    { ignores: ["**/dist/**", "**/reports/**", "**/coverage/**", "**/fixtures/**", "api/**"] },
    { linterOptions: { reportUnusedDisableDirectives: "error" } },
    {
      plugins: { credport: plugin },
      rules: { "credport/file-name": "error" },
    },
    ...[...configs.strictTypeChecked, ...configs.stylisticTypeChecked].map((each) => ({ ...each, files: ["**/*.ts"] })),
    {
      files: ["**/*.ts"],
      languageOptions: { parserOptions: { project: "tooling/tsconfig/lint.json", tsconfigRootDir: root } },
      rules: houseRules,
    },
    {
      files: ["packages/*/src/**/*.ts"],
      ignores: [...programs, ...tests],
      rules: { "credport/no-ambient": "error", "no-console": "error" },
    },
    {
      // A client talks to its service itself, over connections of its own; that code lives in one folder.
      files: ["packages/*/src/transport/**/*.ts"],
      ignores: [...programs, ...tests],
      rules: {
        "credport/no-ambient": ["error", { modules: ["node:http", "node:https", "node:net", "node:tls", "undici"] }],
      },
    },
    {
      // Uploads from files and downloads into them stream between the disk and the client.
      files: ["packages/oss/src/files/**/*.ts"],
      rules: { "credport/no-ambient": ["error", { modules: ["node:fs", "node:fs/promises"] }] },
    },
    {
      // The defaults of adapters that have no host: the platform's clock and `fetch`.
      files: ["packages/adapter-*/src/ambient.ts"],
      rules: { "credport/no-ambient": ["error", { globals: ["Date", "fetch"] }] },
    },
    ...Object.entries(testKit).map(([file, options]): Config => ({
      files: [file],
      ignores: tests,
      rules: { "credport/no-ambient": ["error", options] },
    })),
    {
      // Core runs wherever JavaScript does, its types too.
      files: ["packages/core/src/**/*.ts"],
      ignores: tests,
      rules: {
        "no-restricted-imports": [
          "error",
          // An entry point beside the main one may import that by name: then nothing of it is in a file that both load.
          { patterns: [{ regex: "^(?!\\.|@credport/core$)", message: "Core imports nothing but its own files." }] },
        ],
      },
    },
    {
      files: ["**/parse-*.ts"],
      rules: { "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "as" }] },
    },
    { files: ["packages/adapter-*/**/*.ts"], rules: adapterRules },
    { files: ["tooling/eslint/**/*.ts"], rules: syntaxTreeRules },
    { files: tests, rules: testRules },
  ];
}
