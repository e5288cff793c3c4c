import { expect, test } from "vitest";
import { parseEntryPoints } from "./parse-entry-points.js";

test("entry points are the exports and imports that have a source and a build", () => {
  const exports = {
    ".": { "@credport/source": "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./package.json": "./package.json",
    "./types": { types: "./dist/types.d.ts" },
  };
  const imports = { "#command": { "@credport/source": "./src/command.ts", default: "./dist/command.js" } };
  expect(parseEntryPoints(JSON.stringify({ exports, imports }))).toEqual([
    { source: "./src/index.ts", built: "./dist/index.js" },
    { source: "./src/command.ts", built: "./dist/command.js" },
  ]);
  expect(parseEntryPoints("{}")).toEqual([]);
});
