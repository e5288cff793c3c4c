import { expect, test } from "vitest";
import { version } from "./version.js";
import manifest from "../../package.json" with { type: "json" };

test("the version is the package's own", () => {
  expect(version).toBe(manifest.version);
});
