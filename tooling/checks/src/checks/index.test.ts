import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checks } from "./index.js";

const files = readdirSync(import.meta.dirname);
const names = files.filter((file) => !/^index\.|\.test\.ts$/.test(file)).map((file) => file.replace(/\.ts$/, ""));

test("every check there is runs, under the name of its file", () => {
  expect(checks.map(({ name }) => name).sort()).toEqual(names.sort());
});

test.each(names)("%s has a test in which it finds something", (name) => {
  const text = readFileSync(`${import.meta.dirname}/${name}.test.ts`, "utf8");
  // Beside `toEqual([])`, which is how a test says that nothing was found.
  expect(text).toMatch(/toEqual\(\s*\[\s*[^\]\s]|toContainEqual\(/);
});
