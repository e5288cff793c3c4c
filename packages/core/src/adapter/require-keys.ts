import { CredentialsError } from "@credport/core";
import type { Credentials } from "../credentials/credentials.js";

/**
 * Refuses half an access key, which only a provider of somebody else's making can give: there are clients that would send the
 * request unsigned, and others that would look for another identity in the environment. Returns the credentials.
 *
 * @throws CredentialsError `INVALID_CREDENTIAL`.
 */
export function requireKeys<C extends Credentials>(credentials: C): C {
  if (credentials.type === "bearer" || (credentials.accessKeyId && credentials.accessKeySecret)) return credentials;
  const message = 'the provider gave credentials without "accessKeyId" or "accessKeySecret".';
  throw new CredentialsError({ code: "INVALID_CREDENTIAL", message });
}
