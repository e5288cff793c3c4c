import type { AccessKeyCredentials } from "@credport/core";
import { requireKeys } from "@credport/core/adapter";

/** A credential under the names of the AWS world: plain, mutable and the caller's own. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/** A fresh plain copy for clients that copy it or write into it. The expiration is always passed on. */
export function toAwsCredentials(credentials: AccessKeyCredentials): AwsCredentials {
  const { accessKeyId, accessKeySecret, securityToken, expiration } = requireKeys(credentials);
  return {
    accessKeyId,
    secretAccessKey: accessKeySecret,
    ...(securityToken === undefined ? {} : { sessionToken: securityToken }),
    ...(expiration === undefined ? {} : { expiration }),
  };
}
