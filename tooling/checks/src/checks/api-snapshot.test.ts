import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixture, manifest, write } from "../../test/fixture.js";
import { writeSnapshots } from "../api/snapshot.js";
import { loadWorkspace, type Workspace } from "../workspace/workspace.js";
import { apiSnapshot } from "./api-snapshot.js";

const declarations = `
  /** Adds. */
  export declare function add(a: number, b: number): number;
  /** A shape. */
  export interface Shape { readonly area: number }
`;

const messages = ({ root }: Workspace): readonly string[] =>
  apiSnapshot.run(loadWorkspace(root)).map(({ where, message }) => `${where}: ${message}`);

function repository(): Workspace {
  return fixture({
    "packages/core/package.json": manifest("core"),
    "packages/core/dist/index.d.ts": declarations,
  });
}

test("a fresh snapshot lists name, kind and signature, and passes", () => {
  const workspace = repository();
  expect(writeSnapshots(workspace)).toEqual(["api/core.json"]);
  expect(JSON.parse(readFileSync(join(workspace.root, "api/core.json"), "utf8"))).toEqual([
    {
      entry: ".",
      name: "Shape",
      kind: "interface",
      signature: ["interface Shape {", "    readonly area: number;", "}"],
    },
    { entry: ".", name: "add", kind: "function", signature: ["function add(a: number, b: number): number;"] },
  ]);
  expect(messages(workspace)).toEqual([]);
});

test("a package without a snapshot is found", () => {
  expect(messages(repository())).toEqual(["api/core.json: is missing: run with --update"]);
});

test("changed, added and removed names are found by name", () => {
  const workspace = repository();
  writeSnapshots(workspace);
  const changed = "export declare function add(a: number): number; export declare const zero: 0;";
  write(workspace.root, "packages/core/dist/index.d.ts", changed);
  expect(messages(workspace)).toEqual([expect.stringContaining("(-. Shape, . add, +. zero)")]);
});

test("a changed comment is no change of the surface", () => {
  const workspace = repository();
  writeSnapshots(workspace);
  write(workspace.root, "packages/core/dist/index.d.ts", declarations.replace("Adds.", "Adds two numbers."));
  expect(messages(workspace)).toEqual([]);
});

test("a snapshot of no package is found, and --update removes it", () => {
  const workspace = repository();
  writeSnapshots(workspace);
  write(workspace.root, "api/gone.json", []);
  expect(messages(workspace)).toEqual(["api/gone.json: belongs to no package"]);
  writeSnapshots(workspace);
  expect(messages(workspace)).toEqual([]);
});
