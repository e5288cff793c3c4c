import type { Host } from "@credport/core";
import { createNodeHost } from "@credport/node";

/** A host, and how to end it: nothing to do for one that the caller passed. */
export interface HostInUse extends AsyncDisposable {
  readonly host: Host;
}

/** The host that was passed, or a real one that lives as long as its user. */
export function useHost(given: Host | undefined): HostInUse {
  if (given !== undefined) return { host: given, [Symbol.asyncDispose]: () => Promise.resolve() };
  const host = createNodeHost();
  return { host, [Symbol.asyncDispose]: () => host[Symbol.asyncDispose]() };
}
