/**
 * The gateway's and TOS's answers to a credential that no longer works (spec "byteplus" 5; the Expired* names are those the
 * reference client knows).
 */
const deadCredentialsCodes: ReadonlySet<unknown> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidSecretToken",
  "InvalidSecurityToken",
  "RequestExpired",
]);

/** Whether an answer of the OpenAPI gateway (`{ ResponseMetadata: { Error } }`) says that the credential is dead. */
export function isDeadCredentialsAnswer(answer: unknown): boolean {
  return deadCredentialsCodes.has(property(property(property(answer, "ResponseMetadata"), "Error"), "Code"));
}

/** Whether an error of `@volcengine/tos-sdk` (`code`) or `@volcengine/sdk-core` (`data`, the gateway's answer) says so. */
export function isDeadCredentialsError(error: unknown): boolean {
  return deadCredentialsCodes.has(property(error, "code")) || isDeadCredentialsAnswer(property(error, "data"));
}

/** A property of anything; `undefined` where there is none. */
export function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
