import { isExpiration, type CredentialReader } from "./credential-reader.js";
import { headerValue, invalidCredential, type CredentialSnapshot } from "../signing/sign-request.js";

/** A credential that never changes, checked once. Throws `CredentialsError` (`INVALID_CREDENTIAL`). */
export function staticReader(credential: CredentialSnapshot): CredentialReader {
  const { bearerToken } = credential;
  if (bearerToken === undefined || bearerToken === null) {
    if (typeof credential.accessKeyId !== "string" || credential.accessKeyId === "")
      throw invalidCredential("the access key id is empty");
    if (typeof credential.accessKeySecret !== "string" || credential.accessKeySecret === "")
      throw invalidCredential("the access key secret is empty");
    headerValue("access key id", credential.accessKeyId);
    headerValue("security token", credential.securityToken ?? "");
  } else {
    if (bearerToken === "") throw invalidCredential("the bearer token is empty");
    headerValue("bearer token", bearerToken);
  }
  if (!isExpiration(credential.expiration)) throw invalidCredential("the expiration is no valid Date");
  const answer = Promise.resolve(credential);
  return { fixed: true, getCredentials: () => answer };
}
