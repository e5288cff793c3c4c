import { createProvider, fromFunction, type CredentialsProvider, type Host } from "@credport/core";
import { createNodeHost } from "@credport/node";
import type { Subject } from "./subject.js";
import type { Upstream } from "./upstream.js";

/** Our provider of an upstream, on the real host. */
export function credportProvider(upstream: Upstream, host: Host = createNodeHost()): CredentialsProvider {
  return createProvider(
    fromFunction("upstream", () => upstream.load()),
    { host },
  );
}

/** Ours, on a host that caches no time, since simulated time jumps within a turn, and whose jitter is fixed where asked for. */
export function credport(upstream: Upstream, random: () => number = Math.random): Subject {
  const provider = credportProvider(upstream, { ...createNodeHost(), now: () => Date.now(), random });
  return {
    async get({ signal, force = false } = {}) {
      const { accessKeyId } = await provider.getCredentials({ signal, refresh: force ? "force" : "auto" });
      return accessKeyId;
    },
  };
}
