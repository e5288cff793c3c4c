import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTarball, type Tarball } from "../src/pack/pack-workspace.js";
import { smokeFindings } from "../src/pack/smoke.js";
import { tarballFindings } from "../src/pack/tarball-findings.js";
import type { Workspace } from "../src/workspace/workspace.js";
import { fixture, type Files } from "./fixture.js";

const manifest = {
  name: "@credport/core",
  version: "1.0.0",
  license: "Apache-2.0",
  type: "module",
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./package.json": "./package.json" },
};

const good: Files = {
  "package.json": manifest,
  "README.md": "# @credport/core",
  LICENSE: "Apache-2.0",
  "src/index.ts": "export const one = 1;",
  "dist/index.js": "export const one = 1;",
  "dist/index.d.ts": "export declare const one = 1;",
};

/** A repository whose package `core` is packed exactly with these files. */
function pack(files: Files): { workspace: Workspace; tarball: Tarball } {
  const inPackage = Object.entries(files).map(([file, content]) => [`packages/core/${file}`, content]);
  const workspace = fixture(Object.fromEntries(inPackage));
  const path = join(workspace.root, "core.tgz");
  const packed = spawnSync("tar", ["-czf", path, "-C", join(workspace.root, "packages"), "core"]);
  expect(packed.status).toBe(0);
  return { workspace, tarball: readTarball(path) };
}

async function messages(files: Files): Promise<readonly string[]> {
  return (await tarballFindings(pack(files).tarball)).map(({ message }) => message);
}

test("a complete package passes and loads by import and require", async () => {
  const { workspace, tarball } = pack(good);
  expect(await tarballFindings(tarball)).toEqual([]);
  expect(smokeFindings(workspace, [tarball], join(workspace.root, "install"))).toEqual([]);
});

test("a tarball without its README or with a test is found", async () => {
  const { "README.md": removed, ...files } = good;
  expect(removed).toBeDefined();
  expect(await messages({ ...files, "src/index.test.ts": "" })).toEqual([
    "does not hold README.md",
    "holds src/index.test.ts",
  ]);
});

test("core in more than one file is found", async () => {
  const index = 'import { t as one } from "./chunks/shared.js";\nexport { one };';
  const files = { ...good, "dist/index.js": index, "dist/chunks/shared.js": "export const t = 1;" };
  expect(await messages(files)).toContainEqual(expect.stringContaining("needs a chunk"));
});

test("versions of the workspace protocol are found", async () => {
  const dependencies = { "@credport/node": "workspace:*" };
  expect(await messages({ ...good, "package.json": { ...manifest, dependencies } })).toContainEqual(
    expect.stringContaining("only this repository understands"),
  );
});

test("an entry point without a file is found by publint and by the types' check", async () => {
  const exports = { ...manifest.exports, "./more": { types: "./dist/more.d.ts", default: "./dist/more.js" } };
  const found = await messages({ ...good, "package.json": { ...manifest, exports } });
  expect(found).toContainEqual(expect.stringContaining("publint:"));
  expect(found).toContainEqual(expect.stringContaining("types: NoResolution at ./more"));
});

test("a package that throws when it is loaded is found", () => {
  const { workspace, tarball } = pack({ ...good, "dist/index.js": 'throw new Error("no");' });
  const found = smokeFindings(workspace, [tarball], join(workspace.root, "install"));
  expect(found).toEqual([{ where: "@credport/core", message: expect.stringContaining("does not load") }]);
});

test("a command that does not run is found", () => {
  const files = { ...good, "package.json": { ...manifest, bin: { one: "./bin/one.js" } } };
  const run = (script: string): readonly string[] => {
    const { workspace, tarball } = pack({ ...files, "bin/one.js": script });
    return smokeFindings(workspace, [tarball], join(workspace.root, "install")).map(({ where }) => where);
  };
  expect(run('if (process.argv[2] !== "--help") process.exitCode = 1;')).toEqual([]);
  expect(run('import "#missing";')).toEqual(["@credport/core: ./bin/one.js"]);
});

test("a package that require() cannot load is found", () => {
  const { workspace, tarball } = pack({ ...good, "dist/index.js": "await null; export const one = 1;" });
  const found = smokeFindings(workspace, [tarball], join(workspace.root, "install"));
  expect(found).toEqual([{ where: "@credport/core", message: expect.stringContaining("does not load") }]);
});
