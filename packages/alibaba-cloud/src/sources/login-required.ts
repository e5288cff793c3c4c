import { CredentialsError } from "@credport/core";

/** The error for a login that is absent or has ended. */
export function loginRequired(of: string): CredentialsError {
  return new CredentialsError({
    code: "LOGIN_REQUIRED",
    message: `The ${of} login is missing or has ended: log in again with the Alibaba Cloud CLI`,
  });
}
