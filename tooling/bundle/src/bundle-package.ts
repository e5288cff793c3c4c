import { readFile, readdir, rm } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { build } from "esbuild";
import { parseEntryPoints } from "./parse-entry-points.js";

/**
 * Builds the JavaScript of a package: one file per entry point with all modules of the package it needs, chunks beside them for
 * what is imported lazily or by several, other packages left as imports. JavaScript of earlier builds goes; declarations,
 * which the compiler writes, stay.
 */
export async function bundlePackage(folder: string): Promise<void> {
  const entryPoints = parseEntryPoints(await readFile(join(folder, "package.json"), "utf8"));
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: entryPoints.map(({ source, built }) => ({
      in: source,
      out: relative("dist", built).replace(/\.js$/, ""),
    })),
    outdir: "dist",
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: true,
    // The sources themselves are published beside the maps.
    sourcesContent: false,
    logLevel: "warning",
    metafile: true,
  });
  await removeOthers(folder, new Set(Object.keys(metafile.outputs)));
}

/** Removes the JavaScript and its maps in `dist` that are not among the files just written. */
async function removeOthers(folder: string, written: ReadonlySet<string>): Promise<void> {
  const files = await readdir(join(folder, "dist"), { recursive: true });
  const stale = files
    .map((file) => posix.join("dist", file.replaceAll(sep, "/")))
    .filter((file) => /\.js(?:\.map)?$/.test(file) && !written.has(file));
  await Promise.all(stale.map((file) => rm(join(folder, file))));
}
