import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

const core = fileURLToPath(new URL("../src/index.ts", import.meta.url));

/** What the build adds in bytes, after gzip: it puts functions that run early into parentheses. */
const parentheses = 90;

/** Minifies a program that uses these exports; its size in bytes after gzip, and whatever it imports beyond core. */
async function bundle(names: string): Promise<{ readonly size: number; readonly imports: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${names} } from ${JSON.stringify(core)};`, resolveDir: "/" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    // Packages and node: modules stay imports, and so show.
    packages: "external",
    metafile: true,
    write: false,
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.filter(({ external }) => external));
  return {
    size: gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length + parentheses,
    imports: imports.map(({ path }) => path),
  };
}

test("core.md 3, 13: what one source of a vendor and its provider take of core is at most 6 kB, and imports nothing", async () => {
  const { size, imports } = await bundle("createProvider, createAccessKeyCredentials, unavailable, CredentialsError");
  expect(size).toBeLessThanOrEqual(6_000);
  expect(imports).toEqual([]);
});

test.each([
  [
    "what a vendor's chain takes",
    async () => ["createProvider", "chain", "createAccessKeyCredentials", "unavailable"],
    6_600,
  ],
  ["everything core exports", async () => Object.keys(await import("@credport/core")), 7_200],
])("%s stays small too, and core depends on nothing", async (_what, names, limit) => {
  const { size, imports } = await bundle((await names()).join(", "));
  expect(size).toBeLessThanOrEqual(limit);
  expect(imports).toEqual([]);
  expect(manifest).not.toHaveProperty("dependencies");
});
