import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { filesBelow, publicPackages, type Workspace, type WorkspacePackage } from "../workspace/workspace.js";
import { describeSymbol } from "./describe-symbol.js";
import { isForeign, publicApi } from "./public-api.js";

/** Where a package's snapshot is kept, relative to the repository. */
export function snapshotFile({ folder }: WorkspacePackage): string {
  return `api/${basename(folder)}.json`;
}

/** The snapshot as it should be: every exported name with its kind and signature. */
export function snapshotText(workspace: Workspace, workspacePackage: WorkspacePackage): string {
  const symbols = publicApi(workspace).symbols.filter((symbol) => symbol.package === workspacePackage);
  const entries = symbols.map((symbol) =>
    isForeign(symbol) ? { entry: symbol.entry, name: symbol.name, kind: "re-export" } : describeSymbol(symbol),
  );
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

/** Writes every snapshot anew and removes those of packages that are gone. Returns the files written. */
export function writeSnapshots(workspace: Workspace): readonly string[] {
  const folder = join(workspace.root, "api");
  mkdirSync(folder, { recursive: true });
  const packages = publicPackages(workspace);
  const files = packages.map(snapshotFile);
  for (const file of filesBelow(folder)) {
    if (!files.includes(`api/${file}`)) rmSync(join(folder, file));
  }
  for (const each of packages) writeFileSync(join(workspace.root, snapshotFile(each)), snapshotText(workspace, each));
  return files;
}
