import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { dependencyDirection } from "./dependency-direction.js";

const versions = (...names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [`@credport/${name}`, "workspace:*"]));

const core = { "packages/core/package.json": manifest("core") };
const node = { "packages/node/package.json": manifest("node", { dependencies: versions("core") }) };

test("downward dependencies and any development dependency pass", () => {
  const found = findings(dependencyDirection, {
    ...core,
    ...node,
    "packages/emulator/package.json": manifest("emulator", { dependencies: versions("node") }),
    "packages/oss/package.json": manifest("oss", {
      dependencies: versions("core", "node"),
      devDependencies: versions("emulator"),
    }),
    "apps/cli/package.json": manifest("cli", { dependencies: versions("oss", "emulator") }),
  });
  expect(found).toEqual([]);
});

test.each([
  ["core", "node"],
  ["node", "oss"],
  ["byteplus", "oss"],
  ["adapter-aws", "node"],
  ["adapter-aws", "oss"],
  ["emulator", "oss"],
  ["oss", "emulator"],
])("%s must not depend on %s", (from, to) => {
  const found = findings(dependencyDirection, {
    [`packages/${to}/package.json`]: manifest(to),
    [`packages/${from}/package.json`]: manifest(from, { peerDependencies: versions(to) }),
  });
  expect(found).toEqual([expect.stringContaining(`packages/${from}: depends on @credport/${to}`)]);
});
