import { readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { parseEntryPoints } from "./parse-entry-points.js";

/**
 * Overwrites a package's built entry points with bundles: one file each, with all modules of the package it needs, chunks beside them
 * for what is imported lazily or shared, other packages left as imports. Loading a module file costs Node about half a
 * millisecond; this is what keeps many small source files from costing anything. The declarations stay as they were built.
 */
export async function bundlePackage(folder: string): Promise<void> {
  const entryPoints = parseEntryPoints(await readFile(join(folder, "package.json"), "utf8"));
  // Their names hold a hash, so the ones of the build before would stay for ever.
  await rm(join(folder, "dist/chunks"), { recursive: true, force: true });
  await build({
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
    logLevel: "warning",
  });
}
