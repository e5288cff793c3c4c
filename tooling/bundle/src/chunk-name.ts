import { basename, dirname } from "node:path";

/** What {@link chunkName} asks the bundler about a module. */
export interface ModuleGraph {
  getModuleInfo(module: string): {
    readonly isEntry: boolean;
    readonly importers: readonly string[];
    readonly dynamicImporters: readonly string[];
  } | null;
}

/**
 * The chunk of a module that entry points load at once and that lazy imports, or several entry points, need too: one for each set of
 * entry points. Every file costs who loads it, and left to itself the bundler would make one for each set of all that need
 * it. `undefined` leaves a module to the bundler.
 */
export function chunkName(module: string, graph: ModuleGraph): string | undefined {
  const roots = [...rootsOf(module, graph, new Set())];
  const entryPoints = roots.filter((root) => graph.getModuleInfo(root)?.isEntry === true);
  if (roots.length === 1 || entryPoints.length === 0) return undefined;
  const names = entryPoints.map((path) => `${basename(dirname(path))}-${basename(path, ".ts")}`);
  return ["shared", ...names.toSorted()].join("-");
}

/** The modules that cannot be loaded without this one: entry points and what is imported lazily. */
function rootsOf(module: string, graph: ModuleGraph, seen: Set<string>): Set<string> {
  const info = graph.getModuleInfo(module);
  if (info === null || seen.has(module)) return new Set();
  seen.add(module);
  const roots = new Set(info.importers.flatMap((importer) => [...rootsOf(importer, graph, seen)]));
  return info.isEntry || info.dynamicImporters.length > 0 ? roots.add(module) : roots;
}
