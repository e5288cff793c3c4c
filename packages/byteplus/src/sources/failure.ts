import { CredentialsError, type CredentialsErrorCode, type CredentialsErrorFields } from "@credport/core";
import { textMember } from "../http/parse-json-object.js";

/** A failure of a source, with the reference's word for it. */
export function failure(
  code: CredentialsErrorCode,
  vendorCode: string,
  message: string,
  fields: Partial<CredentialsErrorFields> = {},
): CredentialsError {
  return new CredentialsError({ code, vendorCode, message, ...fields });
}

/** Reads members that an answer cannot do without: gives a member's text, or throws what `missing` makes of its name. */
export function requiredText(record: unknown, missing: (name: string) => CredentialsError): (name: string) => string {
  return (name) => {
    const value = textMember(record, name);
    if (value === undefined) throw missing(name);
    return value;
  };
}
