import { requireText } from "../errors/config-invalid.js";
import { conceal } from "./conceal.js";
import type { AccessKeyCredentials, BearerCredentials, Credentials, CredentialsIdentity } from "./credentials.js";
import { defineExpiration } from "./expiration.js";
import { createIdentity } from "./identity.js";
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
  /** As for an access key. */
  readonly cache?: boolean | undefined;
}

/**
 * Makes access key credentials: hides the secrets, stamps the identity, freezes.
 * Throws `CredentialsError` (`CONFIG_INVALID`) naming the field that is missing or of the wrong kind.
 */
export function createAccessKeyCredentials(fields: AccessKeyFields): AccessKeyCredentials {
  const { accessKeyId, accessKeySecret, securityToken = "", source } = fields;
  requireText("source", source);
  requireText("accessKeyId", accessKeyId, source);
  requireText("accessKeySecret", accessKeySecret, source);
  if (securityToken !== "") requireText("securityToken", securityToken, source);
  return sealAccessKey(fields, createIdentity(`${accessKeyId}\0${securityToken}`, fields), fields.cache);
}

/**
 * Makes bearer credentials, with the same promises as {@link createAccessKeyCredentials}.
 * Throws `CredentialsError` (`CONFIG_INVALID`) naming the field that is missing or of the wrong kind.
 */
export function createBearerCredentials(fields: BearerFields): BearerCredentials {
  const { bearerToken, source } = fields;
  requireText("source", source);
  requireText("bearerToken", bearerToken, source);
  return sealBearer(fields, createIdentity(bearerToken, fields), fields.cache);
}

/** Access key credentials of fields that were checked before, for this identity. */
export function sealAccessKey(
  fields: Omit<AccessKeyFields, "source">,
  identity: CredentialsIdentity,
  cache: boolean | undefined,
): AccessKeyCredentials {
  const { accessKeyId, accessKeySecret, securityToken = "" } = fields;
  const credentials: AccessKeyCredentials = {
    type: securityToken === "" ? "access_key" : "sts",
    accessKeyId,
    accessKeySecret,
    ...(securityToken !== "" && { securityToken }),
    identity,
  };
  return seal(credentials, cache, fields.expiration, ["accessKeySecret", "securityToken"], {
    accessKeyId: `${accessKeyId.slice(0, 4)}...`,
  });
}

/** Bearer credentials of fields that were checked before, for this identity. */
export function sealBearer(
  fields: Omit<BearerFields, "source">,
  identity: CredentialsIdentity,
  cache: boolean | undefined,
): BearerCredentials {
  const { bearerToken, expiration } = fields;
  return seal({ type: "bearer", bearerToken, identity }, cache, expiration, ["bearerToken"]);
}

/** Adds the expiration and the `cache` flag, hides the secrets, freezes. `shown` is what the printed form says beside type, expiration and identity. */
function seal<C extends Credentials>(
  credentials: C,
  cache: boolean | undefined,
  expiration: Date | undefined,
  secrets: readonly (keyof C)[],
  shown?: object,
): C {
  const { type, identity } = credentials;
  if (cache === false) markUncached(credentials);
  defineExpiration(credentials, expiration, identity.source);
  return conceal(credentials, secrets, () => ({ type, ...shown, expiration: credentials.expiration, identity }));
}
