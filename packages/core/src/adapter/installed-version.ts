import type { Peer } from "./peer.js";

/** The version of a peer that Node finds from a file, by default the adapter's own; `undefined` where it finds none. */
export function installedVersion(peer: Peer, start: string | undefined = peer.from): string | undefined {
  // eslint-disable-next-line credport/no-ambient -- A first call or an error asks, not a request, and adapters have no host.
  const builtin = globalThis.process?.getBuiltinModule;
  try {
    const require = builtin?.("node:module").createRequire(start ?? "");
    // Found by its place: an entry point may be for `import` only, and need not be resolved to read a version.
    const places = require?.resolve.paths(peer.package)?.map((folder) => `${folder}/${peer.package}/package.json`);
    const place = places?.find((path) => builtin?.("node:fs").existsSync(path));
    const manifest: unknown = place !== undefined && require?.(place);
    const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
    return hasVersion && typeof manifest.version === "string" ? manifest.version : undefined;
  } catch {
    return undefined;
  }
}

/** The version that Node finds from the file the program was started with: another one where the adapter is hoisted above it. */
export function programsVersion(peer: Peer): string | undefined {
  // eslint-disable-next-line credport/no-ambient -- As above.
  return installedVersion(peer, globalThis.process?.argv?.[1] ?? "");
}
