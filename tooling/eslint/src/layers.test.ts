import { expect, test } from "vitest";
import { layerOf, mayDependOn } from "./layers.js";

test("a package's layer follows from its folder", () => {
  const folders = [
    "packages/core",
    "packages/node",
    "packages/oss",
    "packages/adapter-aws",
    "apps/cli",
    "tooling/bench",
  ];
  expect(folders.map(layerOf)).toEqual(["core", "node", "vendor", "adapter", "app", "tooling"]);
  expect(layerOf("docs/decisions")).toBeUndefined();
});

test("dependencies point one way: vendor -> node -> core, adapters -> core", () => {
  expect(mayDependOn("vendor", "node")).toBe(true);
  expect(mayDependOn("node", "core")).toBe(true);
  expect(mayDependOn("adapter", "core")).toBe(true);
  expect(mayDependOn("core", "node")).toBe(false);
  expect(mayDependOn("vendor", "vendor")).toBe(false);
  expect(mayDependOn("adapter", "vendor")).toBe(false);
  expect(mayDependOn("emulator", "vendor")).toBe(false);
  expect(mayDependOn("vendor", "emulator")).toBe(false);
  expect(mayDependOn("vendor", "testing")).toBe(false);
});
