import { expect, test } from "vitest";
import { findings, manifest, type Files } from "../../test/fixture.js";
import { projectReferences } from "./project-references.js";

const references = (...paths: readonly string[]): object => ({ references: paths.map((path) => ({ path })) });
const built = ["packages/core", "packages/node"];
const checked = ["packages/core/tsconfig.test.json", "packages/node/tsconfig.test.json"];
const workspace = (overrides: Files = {}): Files => ({
  "tsconfig.build.json": references(...built),
  "tsconfig.json": references("tsconfig.build.json", ...checked),
  "packages/core/package.json": manifest("core"),
  "packages/core/tsconfig.json": {},
  "packages/core/tsconfig.test.json": references("."),
  "packages/node/package.json": manifest("node", { dependencies: { "@credport/core": "workspace:*" } }),
  "packages/node/tsconfig.json": references("../core"),
  "packages/node/tsconfig.test.json": references(".", "../core"),
  ...overrides,
});

test("references that follow the dependencies pass", () => {
  expect(findings(projectReferences, workspace())).toEqual([]);
});

test("every dependency needs its reference", () => {
  const found = findings(projectReferences, workspace({ "packages/node/tsconfig.json": references() }));
  expect(found).toEqual(["packages/node/tsconfig.json: does not reference packages/core"]);
});

test("the root builds every package and checks its tests", () => {
  const found = findings(
    projectReferences,
    workspace({
      "tsconfig.build.json": references("packages/core"),
      "tsconfig.json": references(...checked.slice(0, 1)),
    }),
  );
  expect(found).toEqual([
    "tsconfig.build.json: does not reference packages/node",
    "tsconfig.json: does not reference packages/node/tsconfig.test.json",
  ]);
});
