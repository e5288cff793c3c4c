/** OSS's answers to a credential that no longer works (spec "oss-v2" 1.4, item 7). */
const deadCredentialsCodes: ReadonlySet<unknown> = new Set([
  "InvalidAccessKeyId",
  "InvalidSecurityToken",
  "SecurityTokenExpired",
]);

/** Whether an error of an OSS client says that the credential it signed with no longer works. */
export function isDeadCredentialsError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && deadCredentialsCodes.has(error.code);
}
