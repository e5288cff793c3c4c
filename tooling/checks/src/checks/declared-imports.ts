import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import type { Check, Finding } from "../check.js";
import { isCode, isShipped, type WorkspacePackage } from "../workspace/workspace.js";

/** Every import has an entry in the package's manifest, and every runtime dependency is imported. */
export const declaredImports: Check = {
  name: "declared-imports",
  promise:
    "A package imports what its package.json declares, and declares no dependency its shipped code does not import.",
  run: ({ packages }) => packages.flatMap(findUndeclared),
};

function findUndeclared(workspacePackage: WorkspacePackage): Finding[] {
  const { folder, manifest } = workspacePackage;
  const shipped = new Set([...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies]);
  const all = new Set([...shipped, ...manifest.devDependencies]);
  const findings: Finding[] = [];
  const used = new Set<string>();
  for (const file of workspacePackage.files.filter(isCode)) {
    const ships = isShipped(file) && !manifest.private;
    for (const name of importedPackages(join(workspacePackage.path, file))) {
      if (isShipped(file)) used.add(name);
      if (name === manifest.name || (ships ? shipped : all).has(name)) continue;
      findings.push({
        where: `${folder}/${file}`,
        message: `imports ${name}, which is not in ${ships ? "its runtime dependencies" : "any of the package's dependencies"}`,
      });
    }
  }
  const unused = manifest.dependencies.filter((name) => !used.has(name));
  return [...findings, ...unused.map((name) => ({ where: folder, message: `declares ${name} but never imports it` }))];
}

/** The packages a file imports, statically, dynamically or for their types, without Node's own. */
function importedPackages(path: string): ReadonlySet<string> {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, "utf8"), true, true);
  return new Set(
    importedFiles
      .map(({ fileName }) => fileName)
      .filter((module) => !/^[./#]|^node:/.test(module) && !builtinModules.includes(module))
      .map((module) => /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module),
  );
}
