import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../bootstrap/test-node.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "credport-test-node-"));

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the program says, and its exit code, where `npx` is this script. */
function run(npx: string, ...args: readonly string[]): { readonly said: string; readonly status: number | null } {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "npx"), `#!/bin/sh\n${npx}\n`, { mode: 0o755 });
  symlinkSync(process.execPath, join(folder, "node"));
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` };
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8", env });
  return { said: stdout.trim(), status };
}

test("a version that npm does not have is a failure that names the package", () => {
  expect(run("exit 1", "99")).toEqual({
    said: expect.stringMatching(/^No Node 99 to test with: npx could not get node-\S+@99\.$/),
    status: 1,
  });
});

test("another version than the one asked for is never passed off as it", () => {
  expect(run(`echo ${join(folder, "node")}`, "99")).toEqual({
    said: expect.stringContaining(`@99 runs Node ${process.versions.node}.`),
    status: 1,
  });
});

test.each([[], ["latest"]])("a version is asked for by its number, not by %j", (...args) => {
  expect(run("exit 1", ...args)).toMatchObject({ said: expect.stringContaining("Which major version"), status: 1 });
});
