/** Codes for a session that is over or does not belong to its key ("alibaba-credentials" section 12.2). */
const deadSessionCodes: ReadonlySet<string> = new Set([
  "InvalidSecurityToken.Expired",
  "InvalidSecurityToken.Malformed",
  "InvalidSecurityToken.MismatchWithAccessKey",
]);

/** Codes for a key that is gone. A session's key goes by itself; a permanent one that is gone will not come back. */
const deadKeyCodes: ReadonlySet<string> = new Set(["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive"]);

/** Whether an error code says that the credential itself is dead, so that another one is worth a try. */
export function isDeadCredential(code: string | undefined, hadToken: boolean): boolean {
  if (code === undefined) return false;
  return deadSessionCodes.has(code) || (hadToken && deadKeyCodes.has(code));
}
