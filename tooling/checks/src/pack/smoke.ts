import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Finding } from "../check.js";
import type { Workspace, WorkspacePackage } from "../workspace/workspace.js";
import type { Tarball } from "./pack-workspace.js";

/** Imports and requires a module in a process of its own and prints the names it exports. */
const script = `
import { createRequire } from "node:module";
const name = process.argv[2];
const imported = await import(name);
const required = createRequire(import.meta.url)(name);
const names = Object.keys(imported);
if (!names.every((each) => each in required)) throw new Error("require() gives other names than import()");
`;

/**
 * Installs the tarballs beside each other in an empty folder, loads every entry point of each, both ways, and asks every command
 * for its help.
 */
export function smokeFindings(workspace: Workspace, tarballs: readonly Tarball[], folder: string): readonly Finding[] {
  const packages = workspace.packages.filter(({ manifest }) => tarballs.some(({ name }) => name === manifest.name));
  for (const { name, path } of tarballs) unpack(path, join(folder, "node_modules", name));
  for (const each of packages) linkDependencies(each, folder);
  const program = join(folder, "smoke.mjs");
  writeFileSync(program, script);
  return packages.flatMap(({ manifest }) => {
    const modules = Object.keys(manifest.exports)
      .filter((entry) => entry !== "./package.json")
      .map((entry) => ({ where: manifest.name + entry.slice(1), args: [program, manifest.name + entry.slice(1)] }));
    const commands = manifest.bin.map((path) => ({
      where: `${manifest.name}: ${path}`,
      args: [join(folder, "node_modules", manifest.name, path), "--help"],
    }));
    return [...modules, ...commands].flatMap(({ where, args }) => {
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      return status === 0 ? [] : [{ where, message: `does not load:\n${stderr.trim()}` }];
    });
  });
}

function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`cannot unpack ${tarball}: ${stderr}`);
}

/** Runtime dependencies from the registry come from this repository's installation. */
function linkDependencies({ path, manifest }: WorkspacePackage, folder: string): void {
  for (const name of [...manifest.dependencies, ...manifest.peerDependencies]) {
    const [installed, link] = [join(path, "node_modules", name), join(folder, "node_modules", name)];
    if (existsSync(link) || !existsSync(installed)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(installed), link);
  }
}
