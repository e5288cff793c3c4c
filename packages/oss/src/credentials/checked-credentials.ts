import { CredentialsError } from "@credport/core";
import type { OssCredentials } from "./credentials-provider.js";

/**
 * What a provider has answered, fit to be asked for its expiration. Providers of one's own have no types that hold at run time:
 * throws `INVALID_CREDENTIAL` for no object, `INVALID_EXPIRATION` for an expiration that is no valid `Date`.
 */
export function checkedCredentials(credentials: OssCredentials | undefined): OssCredentials {
  if (typeof credentials !== "object" || credentials === null) {
    const message = "the credentials provider must answer with an object of `accessKeyId` and `accessKeySecret`";
    throw new CredentialsError({ code: "INVALID_CREDENTIAL", message });
  }
  const { expiration } = credentials;
  // Other v2 SDKs have no value here, rather than no field, for a key that does not expire.
  const isAbsent = expiration === undefined || expiration === null;
  if (!isAbsent && !(expiration instanceof Date && expiration.getTime() > -Infinity)) {
    const message = "the credentials provider's `expiration` must be a valid Date";
    throw new CredentialsError({ code: "INVALID_EXPIRATION", message });
  }
  return credentials;
}
