import { defined } from "../defined.js";
import type { AccessKeyCredentials } from "./credentials.js";

/** An ordinary copy of access key credentials: mutable, enumerable, and printed in full. */
export interface ExposedCredentials {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
  expiration?: Date;
}

/**
 * The one way to an ordinary copy, for clients that spread, assign or write into what they get. Hand out a fresh one per call
 * and keep none.
 */
export function exposeCredentials(credentials: AccessKeyCredentials): ExposedCredentials {
  const { accessKeyId, accessKeySecret, securityToken, expiration } = credentials;
  return {
    accessKeyId,
    accessKeySecret,
    ...defined({ securityToken, expiration }),
  };
}
