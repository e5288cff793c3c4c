import {
  createAccessKeyCredentials,
  CredentialsError,
  staticSource,
  type AccessKeyCredentials,
  type CredentialsSource,
} from "@credport/core";

/** A key pair, or the three parts of a session. */
export interface StaticKeysOptions {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Empty counts as absent. */
  readonly securityToken?: string | undefined;
  /** When a session ends; nothing is signed with it from then on. Core's credentials fit here as they are. */
  readonly expiration?: Date | undefined;
}

/** Keys known from the start. An empty key id or secret throws `CONFIG_INVALID` with `EmptyStaticCreds`, at once. */
export function staticKeys(options: StaticKeysOptions): CredentialsSource {
  return staticSource(keysOf(options, "static"));
}

/** Given keys under a source's name; empty ones are `EmptyStaticCreds`. */
export function keysOf(
  { accessKeyId, accessKeySecret, securityToken, expiration }: StaticKeysOptions,
  source: string,
): AccessKeyCredentials {
  if (!accessKeyId || !accessKeySecret) {
    throw new CredentialsError({
      code: "CONFIG_INVALID",
      vendorCode: "EmptyStaticCreds",
      source,
      message: `"${accessKeyId ? "accessKeySecret" : "accessKeyId"}" must not be empty.`,
    });
  }
  return createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, expiration, source });
}
