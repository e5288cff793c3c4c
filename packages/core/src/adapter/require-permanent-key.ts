import type { AccessKeyCredentials } from "../credentials/credentials.js";
import { CredentialsError } from "@credport/core";
import type { CredentialsProvider } from "../sources/credentials-provider.js";

/**
 * The permanent key a provider holds right now, for client methods that sign synchronously: they cannot wait for a session,
 * and what they sign would outlive it unnoticed. Throws `UNAVAILABLE` with the hint otherwise.
 */
export function requirePermanentKey(provider: CredentialsProvider, hint: string): AccessKeyCredentials {
  const credentials = provider.peek();
  if (credentials?.type === "access_key" && credentials.expiration === undefined) return credentials;
  throw new CredentialsError({ code: "UNAVAILABLE", source: provider.name, message: hint });
}
