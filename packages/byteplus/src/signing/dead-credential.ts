/**
 * The codes that say a session is over. The first three are the reference's, borrowed from another cloud; the gateway itself
 * documents the last two.
 */
const deadCredentialCodes: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "InvalidSecretToken",
  "InvalidSecurityToken",
]);

/** Whether an error code means that the credential itself is over, so that a fresh one is worth one more try. */
export function isDeadCredentialCode(code: string): boolean {
  return deadCredentialCodes.has(code);
}
