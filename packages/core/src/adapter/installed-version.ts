import type { Peer } from "./peer.js";

/** The version of a peer that Node finds from the adapter; `undefined` where it finds none. */
export function installedVersion({ package: name, from }: Peer): string | undefined {
  // eslint-disable-next-line credport/no-ambient -- An error asks, not a request, and adapters have no host.
  const require = globalThis.process?.getBuiltinModule?.("node:module").createRequire(from);
  try {
    const entry = require?.resolve(name).replaceAll("\\", "/") ?? "";
    const [folder = ""] = new RegExp(`^.*/node_modules/${name}/`).exec(entry) ?? [];
    const manifest: unknown = require?.(`${folder}package.json`);
    const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
    return hasVersion && typeof manifest.version === "string" ? manifest.version : undefined;
  } catch {
    return undefined;
  }
}
