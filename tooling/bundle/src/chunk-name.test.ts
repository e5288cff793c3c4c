import { expect, test } from "vitest";
import { chunkName, type ModuleGraph } from "./chunk-name.js";

/** A graph written as module to who imports it; `entry:` and `lazy:` mark entry points and lazy imports. */
function graphOf(importers: Readonly<Record<string, readonly string[]>>): ModuleGraph {
  return {
    getModuleInfo: (module) => ({
      isEntry: module.startsWith("entry:"),
      importers: importers[module] ?? [],
      dynamicImporters: module.startsWith("lazy:") ? ["somewhere"] : [],
    }),
  };
}

const [main, other, lazy, lazier] = ["entry:/src/index.ts", "entry:/src/other/index.ts", "lazy:/a.ts", "lazy:/b.ts"];

test("what an entry point shares with any of its lazy imports is one chunk", () => {
  const graph = graphOf({ "/both.ts": [main, lazy], "/all.ts": [main, lazy, lazier], "/deep.ts": ["/all.ts"] });
  const names = ["/both.ts", "/all.ts", "/deep.ts"].map((module) => chunkName(module, graph));
  expect(new Set(names)).toEqual(new Set(["shared-src-index"]));
});

test("what several entry points share is another", () => {
  const graph = graphOf({ "/both.ts": [main, other] });
  expect(chunkName("/both.ts", graph)).toBe("shared-other-index-src-index");
});

test("the rest is left to the bundler: what has one root, and what only lazy imports share", () => {
  const graph = graphOf({
    "/own.ts": [main],
    "/lazy.ts": [lazy, lazier],
    "/a.ts": ["/b.ts", main],
    "/b.ts": ["/a.ts"],
  });
  for (const module of [main, "/own.ts", "/lazy.ts", "/a.ts", "/b.ts"]) {
    expect(chunkName(module, graph)).toBeUndefined();
  }
});
