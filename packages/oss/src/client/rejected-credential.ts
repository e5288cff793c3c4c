import type { CredentialsMatcher } from "@credport/core";
import { abortable } from "@credport/node";
import type { CredentialsProvider, OssCredentials } from "../credentials/credentials-provider.js";
import { isServiceError } from "../errors/service-error.js";

/** The codes by which OSS says that a credential is dead, rather than that it may not do something. */
const rejectedCodes: ReadonlySet<string> = new Set([
  "InvalidAccessKeyId",
  "SecurityTokenExpired",
  "InvalidSecurityToken",
]);

/** Whether a code is OSS's for a dead credential. */
export function isRejectedCode(code: string): boolean {
  return rejectedCodes.has(code);
}

/** Whether an error is OSS's answer to a dead credential. */
export function isRejectedCredential(error: unknown): boolean {
  return isServiceError(error) && error.statusCode === 403 && isRejectedCode(error.code);
}

/** Tells a provider that its credential was refused. Returns whether asking it again can bring another. */
export function dropCredential(provider: CredentialsProvider, rejected: OssCredentials | undefined): boolean {
  if (rejected === undefined || provider.invalidate === undefined) return false;
  return provider.invalidate(matcherOf(rejected)) !== "rate-limited";
}

/**
 * Waits for the credential after a refused one. Resolves to whether it is another; the error of a failed refresh is the
 * provider's to throw.
 */
export async function isReplaced(
  provider: CredentialsProvider,
  rejected: OssCredentials | undefined,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const next = await abortable(provider.getCredentials({ signal }), signal);
  return next.accessKeyId !== rejected?.accessKeyId || next.securityToken !== rejected.securityToken;
}

/** The credential's own fingerprint where it has one: a key id can outlive its token. */
function matcherOf(credentials: OssCredentials): CredentialsMatcher {
  if ("identity" in credentials && typeof credentials.identity === "object" && credentials.identity !== null) {
    const { identity } = credentials;
    if ("fingerprint" in identity && typeof identity.fingerprint === "string")
      return { fingerprint: identity.fingerprint };
  }
  return { accessKeyId: credentials.accessKeyId };
}
