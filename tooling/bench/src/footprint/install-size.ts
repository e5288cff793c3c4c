import { readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "../harness/report.js";
import { parseManifest, type Manifest } from "./parse-manifest.js";

const benchFolder = fileURLToPath(new URL("../..", import.meta.url));

/** What is installed together, under a name for it. */
export type Install = readonly [name: string, packages: readonly string[]];

const installs: readonly Install[] = [
  ["@credport/core", ["@credport/core"]],
  ["@credport/core, node, alibaba-cloud", ["@credport/core", "@credport/node", "@credport/alibaba-cloud"]],
  ["@alicloud/credentials", ["@alicloud/credentials"]],
  ["@aws-sdk/credential-provider-node", ["@aws-sdk/credential-provider-node"]],
  ["google-auth-library", ["google-auth-library"]],
  ["@azure/identity", ["@azure/identity"]],
];

/** How much an installation brings along: packages, files and bytes, dependencies included. */
export function installSize(report: Report): void {
  report.heading("Installed, with all dependencies");
  installSizes(report, installs);
}

/** A table of what installations bring along. */
export function installSizes(report: Report, installs: readonly Install[]): void {
  const rows = installs.map(([name, packages]) => {
    const folders = new Set<string>();
    for (const each of packages) collect(each, benchFolder, folders);
    const sizes = [...folders].flatMap(publishedSizes);
    return [name, folders.size, sizes.length, sizes.reduce((total, size) => total + size, 0) / 1000];
  });
  report.table(["", "packages", "files", "kB"], rows);
}

/** Adds the folder of a package and those of its dependencies, found as Node finds them. */
function collect(name: string, from: string, folders: Set<string>): void {
  const folder = packageFolder(name, from);
  if (folder === undefined || folders.has(folder)) return;
  folders.add(folder);
  for (const dependency of manifestOf(folder).dependencies) collect(dependency, folder, folders);
}

function packageFolder(name: string, from: string): string | undefined {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    try {
      return realpathSync(join(folder, "node_modules", name));
    } catch {
      continue;
    }
  }
  return undefined;
}

function manifestOf(folder: string): Manifest {
  return parseManifest(readFileSync(join(folder, "package.json"), "utf8"));
}

/** The sizes of a package's files in bytes. A workspace package counts as it would be published. */
function publishedSizes(folder: string): number[] {
  const isInstalled = folder.split(sep).includes("node_modules");
  const roots = isInstalled ? undefined : manifestOf(folder).files;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => isPublished(relative(folder, path), roots))
    .map((path) => statSync(path).size);
}

function isPublished(path: string, roots: readonly string[] | undefined): boolean {
  const [first = ""] = path.split(sep);
  if (first === "node_modules") return false;
  return roots === undefined || (roots.includes(first) && !/\.test[.-]|\.tsbuildinfo$/.test(path));
}
