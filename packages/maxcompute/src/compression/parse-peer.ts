import { MaxComputeClientError } from "../errors/client-error.js";

/** A function of somebody else's package that this package calls. */
export type PeerFunction = (...values: unknown[]) => unknown;

/** Loads an optional package by name. Rejects with `MISSING_DEPENDENCY` saying what needs it. */
export async function loadPeer(name: string, what: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const namespace: unknown = await import(name);
    const exported = namespace as Record<string, unknown>;
    return { ...(exported["default"] as Record<string, unknown> | undefined), ...exported };
  } catch (cause) {
    throw new MaxComputeClientError({
      code: "MISSING_DEPENDENCY",
      message: `${what} needs the package ${name}: npm install ${name}`,
      cause,
    });
  }
}

/** One function of a loaded package. Throws `MISSING_DEPENDENCY` when another version lacks it. */
export function peerFunction(peer: Readonly<Record<string, unknown>>, name: string, packageName: string): PeerFunction {
  const found = peer[name];
  if (typeof found !== "function") {
    throw new MaxComputeClientError({
      code: "MISSING_DEPENDENCY",
      message: `the installed ${packageName} has no ${name}`,
    });
  }
  return found as PeerFunction;
}
