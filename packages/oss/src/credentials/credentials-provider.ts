import type { CredentialsMatcher, GetCredentialsOptions } from "@credport/core";

/** One snapshot of an access key, as the OSS v2 SDKs shape it. Treat it as immutable. */
export interface OssCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for a session only. */
  readonly securityToken?: string | undefined;
  /** When it stops working; absent: it does not expire. */
  readonly expiration?: Date | undefined;
}

/**
 * Where an OSS client gets its credentials, asked once per HTTP attempt. The shape of the OSS v2 SDKs: a provider of
 * `@credport/core` is one as it is, and one of these fits the official v2 clients.
 */
export interface CredentialsProvider {
  /** One complete, current snapshot. Rejects when there is none. */
  getCredentials(options?: GetCredentialsOptions): Promise<OssCredentials>;
  /** Drops a credential that the service has just refused, where the provider caches. */
  invalidate?(rejected: CredentialsMatcher): "invalidated" | "already-replaced" | "rate-limited";
}

/** Whether both keys are there (OSS v2 specification, section 1.1). */
export function hasKeys(credentials: OssCredentials): boolean {
  return Boolean(credentials.accessKeyId) && Boolean(credentials.accessKeySecret);
}

/** Whether the credential is dead at `now` (ms since the epoch). The very instant of expiration counts as dead. */
export function isExpired(credentials: OssCredentials, now: number): boolean {
  return (credentials.expiration?.getTime() ?? Infinity) <= now;
}
