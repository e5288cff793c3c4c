import { Session, SessionCredentialProvider } from "@alicloud/credentials/dist/src/providers/session.js";
import type { Subject } from "./subject.js";
import type { Upstream } from "./upstream.js";

/** Seconds before expiry from which `@alicloud/credentials` refreshes: all types, and metadata's prefetch. */
const staleTime = 15 * 60;
const prefetchTime = 60 * 60;

/** The cache that every session type of `@alicloud/credentials` has. */
export function alibabaProvider(upstream: Upstream, prefetch = 0): SessionCredentialProvider {
  const provider = new SessionCredentialProvider(staleTime, prefetch);
  provider.refresher = async () => {
    const { accessKeyId, accessKeySecret, securityToken, expiration } = await upstream.load();
    return new Session(accessKeyId, accessKeySecret, securityToken, expiration.toISOString());
  };
  return provider;
}

/** `@alicloud/credentials`: a role's session. */
export function alibaba(upstream: Upstream): Subject {
  return subject(alibabaProvider(upstream));
}

/** `@alicloud/credentials`: the session of an instance's role. */
export function alibabaMetadata(upstream: Upstream): Subject {
  return subject(alibabaProvider(upstream, prefetchTime));
}

function subject(provider: SessionCredentialProvider): Subject {
  return {
    async get() {
      const { accessKeyId } = await provider.getCredentials();
      return accessKeyId;
    },
  };
}
