/** The OpenAPI gateway's answers to a session that no longer works (spec "alibaba-credentials" 12.2). */
const deadSessionCodes: ReadonlySet<unknown> = new Set([
  "InvalidSecurityToken.Expired",
  "InvalidSecurityToken.Malformed",
  "InvalidSecurityToken.MismatchWithAccessKey",
  "InvalidAccessKeyId.NotFound",
  "InvalidAccessKeyId.Inactive",
]);

/** Whether an error of an OpenAPI client says that the session it signed with no longer works. */
export function isDeadSessionError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && deadSessionCodes.has(error.code);
}
