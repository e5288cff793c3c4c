import { expect, test } from "vitest";
import { findings, type Files } from "../../test/fixture.js";
import { packageShape } from "./package-shape.js";

const good = {
  name: "@credport/oss",
  description: "Object storage.",
  license: "Apache-2.0",
  type: "module",
  repository: { directory: "packages/oss" },
  engines: { node: ">=20.19" },
  sideEffects: false,
  exports: {
    ".": { "@credport/source": "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./package.json": "./package.json",
  },
  files: ["dist", "src", "!**/*.test.*", "!**/*.test-d.*", "!**/*.tsbuildinfo"],
  scripts: { test: "vitest run --config ../../tooling/vitest/vitest.config.mjs" },
  publishConfig: { access: "public", provenance: true },
};

const readme = "# @credport/oss\n\nObjects.\n\n```sh\nnpm install @credport/oss\n```\n\n## Options\n\n## Security\n";

const workspace = (fields: object = {}, files: Files = {}): Files => ({
  "packages/oss/package.json": { ...good, ...fields },
  "packages/oss/README.md": readme,
  "packages/oss/src/index.ts": "",
  "packages/oss/tsconfig.json": {},
  "packages/oss/tsconfig.test.json": {},
  ...files,
});

test("a package of the agreed shape passes, as does anything private", () => {
  const internal = { "apps/cli/package.json": { name: "cli", private: true } };
  expect(findings(packageShape, { ...workspace(), ...internal })).toEqual([]);
});

test.each([
  [{ name: "oss" }, "name must be @credport/oss"],
  [{ license: "MIT" }, "license must be"],
  [{ type: "commonjs" }, "type must be"],
  [{ engines: { node: ">=18" } }, "engines must be"],
  [{ sideEffects: true }, "sideEffects must be"],
  [{ description: undefined }, "description is missing"],
  [{ repository: { directory: "packages/core" } }, "repository.directory must be packages/oss"],
  [{ scripts: { ...good.scripts, postinstall: "node setup.js" } }, "scripts must be"],
  [{ publishConfig: { access: "public" } }, "publishConfig must be"],
  [{ files: ["dist", "src"] }, "files must list !**/*.test.*"],
  [{ exports: { ".": good.exports["."] } }, "exports must list ./package.json"],
  [{ exports: { ...good.exports, ".": { types: "./dist/index.d.ts" } } }, "must have the conditions"],
  [
    { exports: { ...good.exports, "./x": { ...good.exports["."], "@credport/source": "./src/x.ts" } } },
    "which does not exist",
  ],
  [
    { exports: { ...good.exports, ".": { ...good.exports["."], default: "./dist/main.js" } } },
    "must build ./src/index.ts to ./dist/index.js",
  ],
])("%o is found", (fields, message) => {
  expect(findings(packageShape, workspace(fields))).toContainEqual(expect.stringContaining(message));
});

test("missing files and folders without a topic are found", () => {
  const { "packages/oss/README.md": removed, ...files } = workspace({}, { "packages/oss/src/utils/text.ts": "" });
  expect(removed).toBeDefined();
  expect(findings(packageShape, files)).toEqual([
    "packages/oss: has no README.md",
    "packages/oss: src/utils/text.ts: name the folder for its topic",
  ]);
});
