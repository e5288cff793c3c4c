import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { coreDependencies } from "./core-dependencies.js";

test("core may have development dependencies", () => {
  const core = manifest("core", { devDependencies: { vitest: "4" } });
  expect(findings(coreDependencies, { "packages/core/package.json": core })).toEqual([]);
});

test.each(["dependencies", "peerDependencies", "optionalDependencies"])("core must have no %s", (field) => {
  const core = manifest("core", { [field]: { "left-pad": "1" } });
  const found = findings(coreDependencies, { "packages/core/package.json": core });
  expect(found).toEqual(["packages/core: core must not depend on left-pad"]);
});
