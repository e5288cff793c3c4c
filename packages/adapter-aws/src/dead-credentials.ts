/** What AWS services, OSS and TOS answer, over their S3 API, to a credential that no longer works. */
const deadCredentialsCodes: ReadonlySet<unknown> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidSecurityToken",
  "InvalidToken",
  "SecurityTokenExpired",
  "UnrecognizedClientException",
]);

/** Whether an error of an AWS-shaped client (its `name`, `Code` or `code`) says that the credential is dead. */
export function isDeadCredentialsError(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  return ["name", "Code", "code"].some((field) => deadCredentialsCodes.has(Reflect.get(error, field)));
}

/** Whether an error body, XML or JSON, names one of those codes. */
export function isDeadCredentialsBody(body: string): boolean {
  const code = /<Code>([^<]+)<\/Code>|"(?:__type|code|Code)"\s*:\s*"(?:[^"]*#)?([^"]+)"/.exec(body);
  return deadCredentialsCodes.has(code?.[1] ?? code?.[2]);
}
