import { expect, test } from "vitest";
import { parseManifest } from "./parse-manifest.js";

test("dependencies and published files; neither is required", () => {
  expect(parseManifest('{"dependencies":{"a":"1"},"files":["dist"]}')).toEqual({
    dependencies: ["a"],
    files: ["dist"],
  });
  expect(parseManifest("{}")).toEqual({ dependencies: [], files: undefined });
});
