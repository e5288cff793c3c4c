import { defined } from "../defined.js";
import { requireText } from "../errors/config-invalid.js";
import { conceal } from "./conceal.js";
import type { AccessKeyCredentials, BearerCredentials, CredentialsIdentity } from "./credentials.js";
import { defineExpiration, expirationTime } from "./expiration.js";
import { sha256Hex } from "./sha256.js";
import { markUncached } from "./uncached.js";

/** What {@link createAccessKeyCredentials} makes credentials of. */
export interface AccessKeyFields {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Makes it a session (`type: "sts"`). Empty counts as absent. */
  readonly securityToken?: string | undefined;
  /** When it stops working, on the local clock. Absent: it does not expire. */
  readonly expiration?: Date | undefined;
  /** The path of the source, e.g. `ram_role_arn/static_ak`. */
  readonly source: string;
  readonly accountId?: string | undefined;
  readonly principal?: string | undefined;
  /** `false`: callers waiting now share it, the next call loads again. Default `true`. */
  readonly cache?: boolean | undefined;
}

/** What {@link createBearerCredentials} makes credentials of. */
export interface BearerFields {
  readonly bearerToken: string;
  /** The path of the source, e.g. `bearer`. */
  readonly source: string;
  /** When it stops working, on the local clock. Absent: it does not expire. */
  readonly expiration?: Date | undefined;
}

/**
 * Makes access key credentials: hides the secrets, stamps the identity, freezes.
 * Throws `CredentialsError` (`CONFIG_INVALID`) naming the field that is missing or of the wrong kind.
 */
export function createAccessKeyCredentials(fields: AccessKeyFields): AccessKeyCredentials {
  const { accessKeyId, accessKeySecret, source } = fields;
  requireText("source", source);
  requireText("accessKeyId", accessKeyId, source);
  requireText("accessKeySecret", accessKeySecret, source);
  const securityToken = fields.securityToken ?? "";
  const expiresAt = expirationTime(fields.expiration, source);

  const identity = identify(`${accessKeyId}\0${securityToken}`, fields);
  const credentials: AccessKeyCredentials = {
    type: securityToken === "" ? "access_key" : "sts",
    accessKeyId,
    accessKeySecret,
    ...(securityToken !== "" && { securityToken }),
    identity,
  };
  defineExpiration(credentials, expiresAt);
  if (fields.cache === false) markUncached(credentials);
  return conceal(credentials, ["accessKeySecret", "securityToken"], () => ({
    type: credentials.type,
    accessKeyId: `${accessKeyId.slice(0, 4)}...`,
    expiration: credentials.expiration,
    identity,
  }));
}

/**
 * Makes bearer credentials, with the same promises as {@link createAccessKeyCredentials}.
 * Throws `CredentialsError` (`CONFIG_INVALID`) naming the field that is missing or of the wrong kind.
 */
export function createBearerCredentials(fields: BearerFields): BearerCredentials {
  const { bearerToken, source } = fields;
  requireText("source", source);
  requireText("bearerToken", bearerToken, source);
  const expiresAt = expirationTime(fields.expiration, source);

  const identity = identify(bearerToken, fields);
  const credentials: BearerCredentials = { type: "bearer", bearerToken, identity };
  defineExpiration(credentials, expiresAt);
  return conceal(credentials, ["bearerToken"], () => ({
    type: credentials.type,
    expiration: credentials.expiration,
    identity,
  }));
}

function identify(
  fingerprinted: string,
  fields: { source: string; accountId?: string | undefined; principal?: string | undefined },
): CredentialsIdentity {
  const { source, accountId, principal } = fields;
  return Object.freeze({
    fingerprint: sha256Hex(fingerprinted).slice(0, 16),
    source,
    ...defined({ accountId, principal }),
  });
}
