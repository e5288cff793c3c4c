import { CredentialsError, type CredentialsErrorCode, type CredentialsErrorFields } from "@credport/core";

/** A failure of the CLI config, with the reference's word for it. */
export function cliFailure(
  code: CredentialsErrorCode,
  vendorCode: string,
  message: string,
  fields: Partial<CredentialsErrorFields> = {},
): CredentialsError {
  return new CredentialsError({ code, vendorCode, message, ...fields });
}
