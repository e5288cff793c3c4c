import type { Host, LoadContext } from "@credport/core";

/** A context as the engine would make it for a first load, for tests that load a source without a provider. */
export function loadContext(host: Host, overrides: Partial<LoadContext> = {}): LoadContext {
  return { signal: new AbortController().signal, reason: "initial", previous: undefined, host, ...overrides };
}
