import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { changesetGroup } from "./changeset-group.js";

const inConfig = (...fixed: readonly string[]): readonly string[] =>
  findings(changesetGroup, {
    "packages/core/package.json": manifest("core"),
    "tooling/bench/package.json": manifest("bench", { private: true }),
    ".changeset/config.json": { fixed: [fixed] },
  });

test("a group of all published packages passes", () => {
  expect(inConfig("@credport/core")).toEqual([]);
});

test("a missing package and one that is not published are found", () => {
  expect(inConfig()).toEqual([".changeset/config.json: does not list @credport/core"]);
  expect(inConfig("@credport/core", "@credport/bench")).toEqual([
    ".changeset/config.json: lists @credport/bench, which is not published",
  ]);
});
