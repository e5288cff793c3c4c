import { createAccessKeyCredentials, type AccessKeyCredentials } from "@credport/core";

/** Credentials under BytePlus's names: an ordinary object that prints its secrets. */
export interface BytePlusCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Absent for a permanent key; an empty one counts as absent. */
  sessionToken?: string | undefined;
  expiration?: Date | undefined;
  /** Where they came from: `static`, `env`, `sts`, `oidc`, `saml`, `ecs_role`, `cli_config`, `shared_file`, `endpoint`, `process`. */
  providerName?: string | undefined;
}

/** An ordinary copy under BytePlus's names, for code that wants them. Hand out a fresh one per call and keep none. */
export function toBytePlusCredentials(credentials: AccessKeyCredentials): BytePlusCredentials {
  const { accessKeyId, accessKeySecret, securityToken, expiration, identity } = credentials;
  return {
    accessKeyId,
    secretAccessKey: accessKeySecret,
    ...(securityToken !== undefined && { sessionToken: securityToken }),
    ...(expiration !== undefined && { expiration }),
    providerName: identity.source.slice(identity.source.lastIndexOf("/") + 1),
  };
}

/** Credport's credentials from BytePlus's names. Throws `CONFIG_INVALID` without key id or secret. */
export function fromBytePlusCredentials(plain: Readonly<BytePlusCredentials>): AccessKeyCredentials {
  return createAccessKeyCredentials({
    accessKeyId: plain.accessKeyId,
    accessKeySecret: plain.secretAccessKey,
    securityToken: plain.sessionToken,
    expiration: plain.expiration,
    source: plain.providerName || "static",
  });
}
