/** The OpenAPI gateway's answers to a session that no longer works (spec "alibaba-credentials" 12.2). */
const deadSessionCodes: ReadonlySet<unknown> = new Set([
  "InvalidSecurityToken.Expired",
  "InvalidSecurityToken.Malformed",
  "InvalidSecurityToken.MismatchWithAccessKey",
]);

/** These say so of a key id that a token was sent with; a permanent key of that kind is wrong, and stays so. */
const deadKeyCodes: ReadonlySet<unknown> = new Set(["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive"]);

/** Whether an error of an OpenAPI client says that the session it signed with no longer works. */
export function isDeadSessionError(error: unknown, hadToken: boolean): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return deadSessionCodes.has(error.code) || (hadToken && deadKeyCodes.has(error.code));
}
