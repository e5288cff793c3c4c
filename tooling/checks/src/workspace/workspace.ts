import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { layerOf, type Layer } from "@credport/eslint-plugin/layers";
import { parseManifest, type Manifest } from "./parse-manifest.js";

/** One package of the repository. */
export interface WorkspacePackage {
  /** Its folder relative to the repository, e.g. `packages/core`. */
  readonly folder: string;
  readonly path: string;
  readonly layer: Layer;
  readonly manifest: Manifest;
  /** Every file that is kept in version control, relative to the package, sorted. */
  readonly files: readonly string[];
}

/** The repository as the checks see it. */
export interface Workspace {
  readonly root: string;
  readonly packages: readonly WorkspacePackage[];
}

const generated: ReadonlySet<string> = new Set(["node_modules", "dist", "reports", "coverage"]);

/** Reads the repository below `root`. */
export function loadWorkspace(root: string): Workspace {
  const folders = ["packages", "apps", "tooling"].flatMap((group) => {
    const path = join(root, group);
    return existsSync(path) ? readdirSync(path).map((name) => `${group}/${name}`) : [];
  });
  return { root, packages: folders.sort().flatMap((folder) => loadPackage(root, folder) ?? []) };
}

function loadPackage(root: string, folder: string): WorkspacePackage | undefined {
  const path = join(root, folder);
  const layer = layerOf(folder);
  if (layer === undefined || !existsSync(join(path, "package.json"))) return undefined;
  return {
    folder,
    path,
    layer,
    manifest: parseManifest(readJson(join(path, "package.json"))),
    files: filesBelow(path),
  };
}

/** Every file below a folder that is not generated, relative to it, sorted. */
export function filesBelow(path: string): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(path, folder), { withFileTypes: true })) {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (generated.has(entry.name) || entry.name.endsWith(".tsbuildinfo")) continue;
      if (entry.isDirectory()) walk(name);
      else found.push(name);
    }
  };
  walk("");
  return found.sort();
}

/** Reads and parses a JSON file. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The packages that are published. */
export function publicPackages(workspace: Workspace): readonly WorkspacePackage[] {
  return workspace.packages.filter(({ manifest }) => !manifest.private);
}

/** Code that runs at the user's: everything in `src` and `bin` that is not a test. */
export function isShipped(file: string): boolean {
  return /^(?:src|bin)\//.test(file) && !isTestFile(file);
}

/** Tests and type tests, beside the source or in `test`. */
export function isTestFile(file: string): boolean {
  return file.startsWith("test/") || /\.(?:test|test-d)\.[cm]?[jt]s$/.test(file);
}

/** A package's own TypeScript and JavaScript. */
export function isCode(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}
