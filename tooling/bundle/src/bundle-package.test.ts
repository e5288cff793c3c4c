import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bundlePackage } from "./bundle-package.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "credport-bundle-"));
  const entry = (path: string) => ({
    "@credport/source": `./src/${path}.ts`,
    types: `./dist/${path}.d.ts`,
    default: `./dist/${path}.js`,
  });
  const files = {
    "package.json": JSON.stringify({
      type: "module",
      exports: { ".": entry("index"), "./other": entry("other/index"), "./package.json": "./package.json" },
      imports: { "#command": entry("command") },
    }),
    "src/shared.ts": "export const shared: symbol = Symbol();",
    "src/lazy.ts": 'export const lazy: string = "loaded at its use";',
    "src/index.ts": `
      import { sep } from "node:path";
      export { shared } from "./shared.js";
      export const separator: string = sep;
      export const load = async (): Promise<string> => (await import("./lazy.js")).lazy;`,
    "src/other/index.ts": 'export { shared } from "../shared.js"; export type { Foreign } from "left-out";',
    "src/command.ts":
      'export { shared } from "./shared.js"; export const run = (held: Disposable): void => { using _held = held; };',
    "dist/index.js": "stale",
    "dist/shared.js": "stale",
    "dist/shared.js.map": "stale",
    "dist/chunks/lazy-00000000.js": "stale",
    "dist/index.d.ts": "declarations",
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await bundlePackage(folder);
});

afterEach(() => rm(folder, { recursive: true }));

test("entry points share what both need, and load lazily what is imported lazily", async () => {
  const main = await import(pathToFileURL(join(folder, "dist/index.js")).href);
  const other = await import(pathToFileURL(join(folder, "dist/other/index.js")).href);
  const command = await import(pathToFileURL(join(folder, "dist/command.js")).href);
  expect(main.shared).toBe(other.shared);
  expect(main.shared).toBe(command.shared);
  expect(await main.load()).toBe("loaded at its use");
  expect(await readFile(join(folder, "dist/index.js"), "utf8")).not.toContain("loaded at its use");
});

test("other packages stay imports", async () => {
  expect(await readFile(join(folder, "dist/index.js"), "utf8")).toContain('from "node:path"');
});

test("syntax that Node 20 lacks is written out, without help from other packages", async () => {
  const { run } = await import(pathToFileURL(join(folder, "dist/command.js")).href);
  const dispose = vi.fn();
  run({ [Symbol.dispose]: dispose });
  expect(dispose).toHaveBeenCalledOnce();
  expect(await readFile(join(folder, "dist/command.js"), "utf8")).not.toMatch(/from "[^.]/);
});

test("JavaScript of earlier builds is gone, declarations stay as they are", async () => {
  expect(await readFile(join(folder, "dist/index.d.ts"), "utf8")).toBe("declarations");
  const built = ["command", "index"].flatMap((name) => [`${name}.js`, `${name}.js.map`]);
  expect(await readdir(join(folder, "dist"))).toEqual(["chunks", ...built, "index.d.ts", "other"].toSorted());
  expect(await readdir(join(folder, "dist/chunks"))).not.toContain("lazy-00000000.js");
});

test("maps point to the published sources, and do not repeat them", async () => {
  const map: unknown = JSON.parse(await readFile(join(folder, "dist/index.js.map"), "utf8"));
  expect(map).toMatchObject({ sources: expect.arrayContaining(["../src/index.ts"]) });
  expect(map).not.toHaveProperty("sourcesContent");
});
