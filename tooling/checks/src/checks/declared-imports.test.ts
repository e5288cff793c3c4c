import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { declaredImports } from "./declared-imports.js";

const dependencies = { undici: "7" };
const uses = 'import { request } from "undici";';

test("declared imports, Node's modules and the package itself pass", () => {
  const found = findings(declaredImports, {
    "packages/node/package.json": manifest("node", { dependencies, devDependencies: { vitest: "4" } }),
    "packages/node/src/index.ts": `${uses} import { join } from "node:path"; import "./other.js"; import "#own";`,
    "packages/node/src/index.test.ts": 'import { test } from "vitest"; import * as self from "@credport/node";',
  });
  expect(found).toEqual([]);
});

test("shipped code imports runtime dependencies only, for types too", () => {
  const found = findings(declaredImports, {
    "packages/node/package.json": manifest("node", { devDependencies: { "@scope/types": "1" } }),
    "packages/node/src/index.ts": 'import type { Some } from "@scope/types/deep";',
  });
  expect(found).toEqual(["packages/node/src/index.ts: imports @scope/types, which is not in its runtime dependencies"]);
});

test("what is never published may import its development dependencies", () => {
  const found = findings(declaredImports, {
    "tooling/bench/package.json": manifest("bench", { private: true, devDependencies: { tinybench: "6" } }),
    "tooling/bench/src/run.ts": 'import { Bench } from "tinybench";',
  });
  expect(found).toEqual([]);
});

test("tests import declared packages only", () => {
  const found = findings(declaredImports, {
    "packages/node/package.json": manifest("node"),
    "packages/node/test/some.test.ts": 'const vitest = await import("vitest");',
  });
  expect(found).toEqual([expect.stringContaining("packages/node/test/some.test.ts: imports vitest")]);
});

test("a runtime dependency that only tests import is unused", () => {
  const found = findings(declaredImports, {
    "packages/node/package.json": manifest("node", { dependencies }),
    "packages/node/src/index.test.ts": uses,
  });
  expect(found).toEqual(["packages/node: declares undici but never imports it"]);
});
