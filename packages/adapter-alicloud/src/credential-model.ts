import { exposeCredentials, type Credentials } from "@credport/core";
import { vendorType } from "./vendor-type.js";

/** What the `@alicloud/*` clients read of a credential: plain, mutable and the caller's own. */
export interface CredentialModel {
  accessKeyId?: string;
  accessKeySecret?: string;
  securityToken?: string;
  bearerToken?: string;
  type: string;
  /** Goes into the header `x-acs-credentials-provider`: what is no ASCII in the source's path is percent-encoded. */
  providerName: string;
}

/** A fresh model of a credential, under the type the vendor has for the provider it came from. */
export function credentialModel(credentials: Credentials, providerName: string): CredentialModel {
  const path = credentials.identity.source.replace(/[^\x20-\x7E]+/g, encodeURIComponent);
  const origin = { type: vendorType(providerName), providerName: path };
  if (credentials.type === "bearer") return { ...origin, type: "bearer", bearerToken: credentials.bearerToken };
  const { accessKeyId, accessKeySecret, securityToken } = exposeCredentials(credentials);
  return { accessKeyId, accessKeySecret, ...(securityToken === undefined ? {} : { securityToken }), ...origin };
}
