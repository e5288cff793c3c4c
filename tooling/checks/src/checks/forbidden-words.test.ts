import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { forbiddenWords } from "./forbidden-words.js";

const inFile = (line: string): readonly string[] =>
  findings(forbiddenWords, {
    "packages/core/package.json": manifest("core"),
    "packages/core/src/index.test.ts": `// first line\n${line}\n`,
  });

test.each([
  'test.each([1])("works", () => {});',
  'test.runIf(process.platform === "linux")("works on Linux", () => {});',
  "// @ts-expect-error a bearer provider has no key",
  ["// eslint", "disable-next-line no-console -- the program's output"].join("-"),
  "const todo = list.only;",
])("%s passes", (line) => {
  expect(inFile(line)).toEqual([]);
});

test.each([
  ["TO", "DO: later"],
  ["FIX", "ME"],
  ["test.", 'skip("works", () => {});'],
  ["describe.", 'only("works", () => {});'],
  ["it.concurrent.", 'todo("works");'],
  ["x", 'it("works", () => {});'],
  ["// @ts-", "ignore"],
  ["value as unknown ", "as string"],
  ["// eslint-", "disable-next-line no-console"],
])("%s%s is found with its line", (...halves) => {
  expect(inFile(halves.join(""))).toEqual([expect.stringMatching(/^packages\/core\/src\/index\.test\.ts:2: /)]);
});
