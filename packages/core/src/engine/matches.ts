import type { Credentials } from "../credentials/credentials.js";
import type { CredentialsMatcher } from "../sources/credentials-provider.js";

/** Whether what a vendor refused is these very credentials: by fingerprint where it is known, else by access key id. */
export function matches(credentials: Credentials, rejected: CredentialsMatcher): boolean {
  const { fingerprint } = credentials.identity;
  if ("fingerprint" in rejected) return rejected.fingerprint === fingerprint;
  if ("identity" in rejected && hasFingerprint(rejected.identity)) return rejected.identity.fingerprint === fingerprint;
  return credentials.type !== "bearer" && credentials.accessKeyId === rejected.accessKeyId;
}

function hasFingerprint(value: unknown): value is { readonly fingerprint: unknown } {
  return typeof value === "object" && value !== null && "fingerprint" in value;
}
