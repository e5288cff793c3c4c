import { readFile, readdir, rm } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { build } from "rolldown";
import { chunkName } from "./chunk-name.js";
import { parseEntryPoints } from "./parse-entry-points.js";
import { transpile } from "./transpile.js";

/**
 * Builds the JavaScript of a package: one file per entry point with all modules of the package it needs, chunks beside them for
 * what is imported lazily or by several, other packages left as imports. JavaScript of earlier builds goes; declarations,
 * which the compiler writes, stay.
 */
export async function bundlePackage(folder: string): Promise<void> {
  const entryPoints = parseEntryPoints(await readFile(join(folder, "package.json"), "utf8"));
  const { output } = await build({
    cwd: folder,
    input: Object.fromEntries(
      entryPoints.map(({ source, built }) => [relative("dist", built).replace(/\.js$/, ""), source]),
    ),
    external: /^[^./]/,
    platform: "node",
    tsconfig: false,
    plugins: [transpile],
    checks: { bundlerTimings: false },
    output: {
      dir: "dist",
      entryFileNames: "[name].js",
      chunkFileNames: "chunks/[name]-[hash].js",
      codeSplitting: { groups: [{ name: chunkName, debugName: "shared" }] },
      // The sources, with their documentation, are published beside the maps.
      comments: { jsdoc: false },
      sourcemap: true,
      sourcemapExcludeSources: true,
    },
  });
  await removeOthers(folder, new Set(output.map(({ fileName }) => `dist/${fileName}`)));
}

/** Removes the JavaScript and its maps in `dist` that are not among the files just written. */
async function removeOthers(folder: string, written: ReadonlySet<string>): Promise<void> {
  const files = await readdir(join(folder, "dist"), { recursive: true });
  const stale = files
    .map((file) => posix.join("dist", file.replaceAll(sep, "/")))
    .filter((file) => /\.js(?:\.map)?$/.test(file) && !written.has(file));
  await Promise.all(stale.map((file) => rm(join(folder, file))));
}
