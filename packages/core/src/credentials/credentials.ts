/** Who a credential belongs to and where it came from. Holds no secret: safe to log. */
export interface CredentialsIdentity {
  /** First 16 hex digits of the SHA-256 of key id, NUL and token (of the token alone for a bearer). Compares credentials. */
  readonly fingerprint: string;
  /** Full path of the sources that produced it, outermost first, e.g. `default/cli_profile/ram_role_arn/static_ak`. */
  readonly source: string;
  /** The vendor's account id, where the source knows it. */
  readonly accountId?: string;
  /** The vendor's name for the caller (a role or user ARN), where the source knows it. */
  readonly principal?: string;
}

/**
 * An access key, permanent (`access_key`) or with a session (`sts`). Frozen. The secret and the token can be read by name,
 * but do not appear in `console.log`, `util.inspect`, `JSON.stringify`, `String()` or a spread.
 */
export interface AccessKeyCredentials {
  readonly type: "access_key" | "sts";
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for a session only; never an empty string. */
  readonly securityToken?: string;
  /** The instant it stops working, on the local clock. Absent: it does not expire. A fresh `Date` at each read. */
  readonly expiration?: Date;
  readonly identity: CredentialsIdentity;
}

/** A bearer token, with the same promises as {@link AccessKeyCredentials}. */
export interface BearerCredentials {
  readonly type: "bearer";
  readonly bearerToken: string;
  /** The instant it stops working. Absent: it does not expire. */
  readonly expiration?: Date;
  readonly identity: CredentialsIdentity;
}

/** Anything a source can produce. */
export type Credentials = AccessKeyCredentials | BearerCredentials;
