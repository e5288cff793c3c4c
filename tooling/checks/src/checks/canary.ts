import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Layer } from "@credport/eslint-plugin/layers";
import type { Check } from "../check.js";
import { isTestFile, publicPackages, type WorkspacePackage } from "../workspace/workspace.js";

/** The layers through which secrets of users go. */
const entrusted: readonly Layer[] = ["core", "node", "vendor", "adapter"];

/** A secret is looked for by `assertNoCanary`, or by a conformance suite, which calls it. */
const searches = /\b(?:assertNoCanary|sourceConformance|adapterConformance)(?:<\w+>)?\(/;

/** Whoever is entrusted with secrets plants some in its tests and looks for them in what its failures show. */
export const canary: Check = {
  name: "canary",
  promise: "The tests of every package that secrets go through search its failures for planted ones.",
  run: (workspace) =>
    publicPackages(workspace)
      .filter(({ layer }) => entrusted.includes(layer))
      .filter((each) => !isSearched(each))
      .map(({ folder }) => ({ where: folder, message: "no test calls assertNoCanary or a conformance suite" })),
};

function isSearched({ path, files }: WorkspacePackage): boolean {
  return files
    .filter((file) => isTestFile(file) && file.endsWith(".ts"))
    .some((file) => searches.test(readFileSync(join(path, file), "utf8")));
}
