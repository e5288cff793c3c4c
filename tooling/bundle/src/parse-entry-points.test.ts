import { expect, test } from "vitest";
import { parseEntryPoints } from "./parse-entry-points.js";

test("entry points are the exports that have a source and a build", () => {
  const exports = {
    ".": { "@credport/source": "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./package.json": "./package.json",
    "./types": { types: "./dist/types.d.ts" },
  };
  expect(parseEntryPoints(JSON.stringify({ exports }))).toEqual([
    { source: "./src/index.ts", built: "./dist/index.js" },
  ]);
  expect(parseEntryPoints("{}")).toEqual([]);
});
