import type { Credentials, CredentialsProvider } from "@credport/core";
import type { AlicloudCredential } from "./alicloud-credential.js";

/** The older methods of a credential object, which a request calls one after another. */
type SingleGetters = Pick<AlicloudCredential, "getAccessKeyId" | "getAccessKeySecret" | "getSecurityToken">;

/**
 * The single getters on a provider. The session that the last `getAccessKeyId()` gave answers the two others while it is
 * unexpired, so that the three calls of one request belong together (spec "alibaba-credentials" 6). `now` is the clock, in ms
 * since the epoch.
 */
export function singleGetters(provider: CredentialsProvider<Credentials>, now: () => number): SingleGetters {
  // In the closure, not on the object: what a client holds and prints has no secret of its own.
  let pinned: Credentials | undefined;
  const session = async (): Promise<Credentials> => {
    if (pinned === undefined || (pinned.expiration?.getTime() ?? Infinity) <= now()) {
      pinned = await provider.getCredentials();
    }
    return pinned;
  };
  return {
    async getAccessKeyId() {
      pinned = await provider.getCredentials();
      return pinned.type === "bearer" ? "" : pinned.accessKeyId;
    },
    async getAccessKeySecret() {
      const credentials = await session();
      return credentials.type === "bearer" ? "" : credentials.accessKeySecret;
    },
    async getSecurityToken() {
      const credentials = await session();
      return credentials.type === "bearer" ? "" : (credentials.securityToken ?? "");
    },
  };
}
