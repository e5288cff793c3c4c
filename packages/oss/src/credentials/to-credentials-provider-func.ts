import type { AccessKeyCredentials, GetCredentialsOptions } from "@credport/core";
import { CredentialsError } from "@credport/core";
import type { OssCredentials } from "./credentials-provider.js";

/** Anything with the one method of a provider: of this package, of `@credport/core`, of the official v2 clients. */
export interface CredentialsGetter {
  /** The current credentials. */
  getCredentials(options?: GetCredentialsOptions): Promise<OssCredentials | AccessKeyCredentials>;
}

/** A plain, mutable copy of credentials, as foreign OSS v2 clients take it. */
export interface PlainOssCredentials {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
  expiration?: Date;
}

/**
 * A provider as an OSS-v2-style function: each call answers with a fresh plain copy that a client may spread, keep or write into.
 * The copy shows its secrets when printed, so it is for handing to a client only. Throws `CONFIG_INVALID` when the argument
 * has no `getCredentials`.
 */
export function toCredentialsProviderFunc(
  provider: CredentialsGetter,
): (options?: GetCredentialsOptions) => Promise<PlainOssCredentials> {
  if (typeof provider?.getCredentials !== "function") {
    throw new CredentialsError({
      code: "CONFIG_INVALID",
      message: "toCredentialsProviderFunc: `provider` must have a getCredentials method.",
    });
  }
  return async (options) => {
    const { accessKeyId, accessKeySecret, securityToken, expiration } = await provider.getCredentials(options);
    const plain: PlainOssCredentials = { accessKeyId, accessKeySecret };
    if (securityToken) plain.securityToken = securityToken;
    if (expiration) plain.expiration = expiration;
    return plain;
  };
}
