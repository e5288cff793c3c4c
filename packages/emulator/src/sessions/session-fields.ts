import type { SessionCredentials } from "../accounts/identities.js";

/** A session under the names Alibaba Cloud's JSON answers use; times have whole seconds. */
export interface SessionFields {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly SecurityToken: string;
  readonly Expiration: string;
}

/** Writes a session the way Alibaba Cloud's services do. */
export function sessionFields(credentials: SessionCredentials): SessionFields {
  return {
    AccessKeyId: credentials.accessKeyId,
    AccessKeySecret: credentials.accessKeySecret,
    SecurityToken: credentials.securityToken,
    Expiration: formatTime(credentials.expiration),
  };
}

/** UTC with whole seconds, `2024-01-02T03:04:05Z`. */
export function formatTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}
