import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { packageVersion } from "./package-version.js";

test("5: the user agent names this package and its version", async () => {
  const { name, version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  expect(packageVersion).toBe(`${name}/${version}`);
});
