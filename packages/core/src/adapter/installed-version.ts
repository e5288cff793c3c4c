import type { Peer } from "./peer.js";

/** The version of a peer that Node finds from the adapter; `undefined` where it finds none. */
export function installedVersion({ package: name, from }: Peer): string | undefined {
  // Asked for only when an error is written, so that adapters still load where there is no such module.
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
