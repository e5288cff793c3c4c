import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createPackageFromTarballData, type Package } from "@arethetypeswrong/core";
import { readJson } from "../workspace/workspace.js";
import { asRecord } from "../workspace/parse-manifest.js";

/** A package as npm would serve it. */
export interface Tarball {
  /** Its npm name, e.g. `@credport/core`. */
  readonly name: string;
  readonly path: string;
  readonly data: Uint8Array;
  readonly content: Package;
}

/** Packs every published package of the repository into a folder, as a release would. */
export function packWorkspace(root: string, destination: string): readonly Tarball[] {
  const [program, ...first] = packageManager(root);
  const args = [...first, "--recursive", "--filter", "./packages/*", "pack", "--pack-destination", destination];
  const { status, stderr, stdout } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`pnpm pack failed:\n${stdout}${stderr}`);
  return readdirSync(destination).map((file) => readTarball(join(destination, file)));
}

/** Reads one tarball. */
export function readTarball(path: string): Tarball {
  const data = readFileSync(path);
  const content = createPackageFromTarballData(data);
  return { name: content.packageName, path, data, content };
}

/** The pnpm that runs this script, or else the one the repository pins, fetched by npx. */
function packageManager(root: string): readonly [string, ...string[]] {
  const running = process.env["npm_execpath"];
  if (running !== undefined && /pnpm\.[cm]?js$/.test(running)) return [process.execPath, running];
  const pinned = asRecord(readJson(join(root, "package.json")))["packageManager"];
  return ["npx", "--yes", String(pinned)];
}
