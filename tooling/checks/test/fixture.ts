import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Check } from "../src/check.js";
import { loadWorkspace, type Workspace } from "../src/workspace/workspace.js";

/** Files of a fixture: path to text, or to a value that is written as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** Writes a small repository into a temporary folder, which goes when the test ends. */
export function fixture(files: Files): Workspace {
  const root = mkdtempSync(join(tmpdir(), "credport-checks-"));
  onTestFinished(() => {
    rmSync(root, { recursive: true });
  });
  for (const [file, content] of Object.entries(files)) write(root, file, content);
  return loadWorkspace(root);
}

/** Writes one more file below a fixture's root. */
export function write(root: string, file: string, content: unknown): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
}

/** What a check finds in a small repository, as `where: message` lines. */
export function findings(check: Check, files: Files): readonly string[] {
  return check.run(fixture(files)).map(({ where, message }) => `${where}: ${message}`);
}

/** The manifest of a package with one entry point. */
export function manifest(name: string, fields: object = {}): object {
  return { name: `@credport/${name}`, exports: { ".": { types: "./dist/index.d.ts" } }, ...fields };
}
