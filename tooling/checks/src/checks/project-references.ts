import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import type { Check, Finding } from "../check.js";
import { asRecord } from "../workspace/parse-manifest.js";
import type { Workspace, WorkspacePackage } from "../workspace/workspace.js";

/**
 * `tsc -b` builds in the order of the references, so they have to name every workspace package that is imported. At the root,
 * `tsconfig.build.json` lists what is built, and `tsconfig.json` adds the tests, which are only type-checked.
 */
export const projectReferences: Check = {
  name: "project-references",
  promise: "TypeScript project references follow the workspace dependencies, and the root builds every project.",
  run: (workspace) => {
    const built = referencesOf(workspace.root, "tsconfig.build.json");
    const checked = referencesOf(workspace.root, "tsconfig.json");
    return workspace.packages.flatMap((each) => {
      if (!existsSync(join(each.path, "tsconfig.json"))) return [];
      const { dependencies, peerDependencies, devDependencies } = each.manifest;
      return [
        ...missingFrom("tsconfig.build.json", built, each.folder),
        ...missingFrom("tsconfig.json", checked, `${each.folder}/tsconfig.test.json`),
        ...missingReferences(workspace, each, "tsconfig.json", [...dependencies, ...peerDependencies]),
        ...missingReferences(workspace, each, "tsconfig.test.json", [...dependencies, ...devDependencies]),
      ];
    });
  },
};

function missingFrom(where: string, present: readonly string[], project: string): Finding[] {
  return present.includes(project) ? [] : [{ where, message: `does not reference ${project}` }];
}

function missingReferences(
  { packages }: Workspace,
  { folder, path }: WorkspacePackage,
  project: string,
  dependencies: readonly string[],
): Finding[] {
  const present = referencesOf(path, project).map((reference) => posix.join(folder, reference));
  return packages
    .filter((other) => dependencies.includes(other.manifest.name) && existsSync(join(other.path, "tsconfig.json")))
    .filter((other) => !present.includes(other.folder))
    .map((other) => ({ where: `${folder}/${project}`, message: `does not reference ${other.folder}` }));
}

function referencesOf(folder: string, project: string): readonly string[] {
  const path = join(folder, project);
  if (!existsSync(path)) return [];
  const config: unknown = ts.readConfigFile(path, (name) => ts.sys.readFile(name)).config;
  const { references } = asRecord(config);
  return Array.isArray(references) ? references.map((reference) => String(asRecord(reference)["path"])) : [];
}
