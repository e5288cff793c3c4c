/** A long-lived key pair. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** What a session is given. */
export interface SessionCredentials extends KeyPair {
  readonly securityToken: string;
  readonly expiration: Date;
}

/** Somebody with a permanent key. */
export interface User extends KeyPair {
  readonly kind: "user";
  readonly name: string;
  readonly id: string;
  readonly arn: string;
}

/** A role of the account. */
export interface Role {
  readonly kind: "role";
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  /** ARNs that may assume it; absent: everybody in the account. */
  readonly trusts?: readonly string[];
  /** The longest session it allows, in seconds. */
  readonly maxSessionSeconds: number;
}

/** Who stands behind a key: a user, or a session of a user or role. */
export interface Identity {
  readonly owner: User | Role;
  /** The name of a role session; absent for users. */
  readonly sessionName?: string;
  /** The caller's ARN as services show it, e.g. `acs:ram::1:assumed-role/reader/session`. */
  readonly arn: string;
}

/** Why a key is not accepted. Each service words it in its own codes. */
export type Rejection =
  /** No such key, or it was revoked. */
  | "unknown-key"
  /** A permanent key that was switched off. */
  | "inactive-key"
  /** The session is over. */
  | "expired"
  /** The token is not the one of this session's key, or the session was revoked. */
  | "invalid-token"
  /** A session's key without a token. */
  | "missing-token"
  /** A permanent key with a token. */
  | "unexpected-token";

/** What a look-up of a key gives. */
export type Lookup =
  | { readonly rejection: Rejection; readonly secret?: undefined; readonly identity?: undefined }
  | { readonly rejection?: undefined; readonly secret: string; readonly identity: Identity };
