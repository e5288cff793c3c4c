import { CredentialsError, refuseExpired, type AccessKeyCredentials, type CredentialsProvider } from "@credport/core";

/** Who signs a call: a provider, fixed credentials decided for this call, or nobody. */
export type CallerIdentity = CredentialsProvider | AccessKeyCredentials | "anonymous";

/** The credentials to sign the next attempt with; `undefined` for an anonymous call. Rejects with what the provider does. */
export function currentCredentials(
  identity: CallerIdentity,
  signal: AbortSignal | undefined,
  minTtl?: number,
): Promise<AccessKeyCredentials> | AccessKeyCredentials | undefined {
  if (identity === "anonymous") return undefined;
  if (!("getCredentials" in identity)) return identity;
  return identity.getCredentials(signal === undefined && minTtl === undefined ? undefined : { signal, minTtl });
}

/**
 * Refuses an answer without keys, with which the call would be sent without a signature, and one that has expired. Throws
 * `INVALID_CREDENTIAL` or `EXPIRED`.
 */
export function requireUsable(
  identity: CallerIdentity,
  credentials: AccessKeyCredentials | undefined,
  now: number,
): void {
  if (identity === "anonymous") return;
  if (credentials?.accessKeyId && credentials.accessKeySecret) return refuseExpired(credentials, now);
  const message = "The provider answered without an access key id and secret.";
  throw new CredentialsError({ code: "INVALID_CREDENTIAL", message });
}

/** Tells the provider that the server called its credentials dead, so that no call signs with them again. */
export function discard(identity: CallerIdentity, rejected: AccessKeyCredentials): void {
  if (identity !== "anonymous" && "invalidate" in identity) identity.invalidate(rejected.identity);
}

/** What replaces discarded credentials. `undefined`: there are no others, so that another attempt would end the same. */
export async function replacement(
  identity: CallerIdentity,
  rejected: AccessKeyCredentials,
  signal: AbortSignal | undefined,
): Promise<AccessKeyCredentials | undefined> {
  const fresh = await currentCredentials(identity, signal);
  return fresh?.identity.fingerprint === rejected.identity.fingerprint ? undefined : fresh;
}
