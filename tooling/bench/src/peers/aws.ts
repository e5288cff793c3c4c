import { doesIdentityRequireRefresh, isIdentityExpired, memoizeIdentityProvider } from "@smithy/core";
import { memoize } from "@smithy/property-provider";
import type { Subject } from "./subject.js";
import type { Session, Upstream } from "./upstream.js";

/** The cache that each AWS client puts around its credentials. */
export function awsClientCache(upstream: Upstream): (options?: Record<string, unknown>) => Promise<Session> {
  const provider = memoizeIdentityProvider(() => upstream.load(), isIdentityExpired, doesIdentityRequireRefresh);
  if (provider === undefined) throw new TypeError("no provider of a function");
  return provider;
}

/** The memoized provider that AWS credential providers are wrapped in. */
export function awsMemoized(upstream: Upstream): () => Promise<Session> {
  return memoize(
    () => upstream.load(),
    (session) => session.expiration.getTime() - Date.now() < 300_000,
    () => true,
  );
}

/** An AWS client's cache. */
export function awsClient(upstream: Upstream): Subject {
  const provider = awsClientCache(upstream);
  return {
    async get({ force = false } = {}) {
      const { accessKeyId } = await provider({ forceRefresh: force });
      return accessKeyId;
    },
  };
}
