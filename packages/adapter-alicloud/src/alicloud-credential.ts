import type { Credentials, CredentialsProvider } from "@credport/core";
import { requirePeer, requireProvider } from "@credport/core/adapter";
import type AlicloudCredentials from "@alicloud/credentials";
import { ambientNow } from "./ambient.js";
import { credentialModel, type CredentialModel } from "./credential-model.js";
import { openApiClient, openApiCore } from "./peers.js";
import { singleGetters } from "./single-getters.js";
import { vendorType } from "./vendor-type.js";

/** The class `@alicloud/credentials` exports, which the clients' types ask for by name. */
type VendorCredential = InstanceType<typeof AlicloudCredentials.default>;

/** The credential object of the `@alicloud/*` clients: all six methods, live on one provider. */
export interface AlicloudCredential {
  /** The current credential, whole. The clients call it once per attempt. */
  getCredential(): Promise<CredentialModel>;
  /** The current key id; the two getters below then belong to the same session. */
  getAccessKeyId(): Promise<string>;
  /** The secret of the session whose key id was asked for last. */
  getAccessKeySecret(): Promise<string>;
  /** The token of the session whose key id was asked for last; empty for a permanent key. */
  getSecurityToken(): Promise<string>;
  /** The bearer token; empty when the provider gives keys. */
  getBearerToken(): string;
  /** The vendor's name for the kind of credential. */
  getType(): string;
}

/** Options of {@link alicloudCredential} and `createCredentialsTool`. */
export interface AlicloudCredentialOptions {
  /** The clock, in ms since the epoch. Default: the system's. */
  readonly now?: (() => number) | undefined;
}

/**
 * The `credential` of `@alicloud/openapi-client`, `@alicloud/openapi-core` and every generated SDK:
 * `new $OpenApiUtil.Config({ credential: alicloudCredential(provider), ... })`. Reads the provider at each call and keeps no
 * copy, with one exception: the two other single getters answer from the session the last `getAccessKeyId()` gave while that is
 * unexpired, so that the three calls of one request belong together. Works without `@alicloud/credentials` at run time; the
 * type fits an assignment to `config.credential` too.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provider` is no provider, or the clients installed are too old.
 */
export function alicloudCredential<C extends Credentials>(
  provider: CredentialsProvider<C>,
  options?: AlicloudCredentialOptions,
): AlicloudCredential & VendorCredential;
export function alicloudCredential(
  provider: CredentialsProvider<Credentials>,
  { now = ambientNow }: AlicloudCredentialOptions = {},
): AlicloudCredential {
  requireProvider(provider);
  requirePeer(openApiCore, openApiClient);
  return {
    getCredential: async () => credentialModel(await provider.getCredentials(), provider.name),
    ...singleGetters(provider, now),
    getBearerToken() {
      const credentials = provider.peek();
      return credentials?.type === "bearer" ? credentials.bearerToken : "";
    },
    getType: () => vendorType(provider.name),
  };
}
