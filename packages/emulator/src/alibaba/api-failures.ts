import type { Rejection } from "../accounts/identities.js";
import { ServiceFailure } from "../http/service-failure.js";

// Codes, statuses and texts of the public error tables of Alibaba Cloud's OpenAPI gateway.

/** A parameter that must be there is not. */
export function missingParameter(name: string): ServiceFailure {
  const text = `The input parameter "${name}" that is mandatory for processing this request is not supplied.`;
  return new ServiceFailure(400, `Missing${name}`, text);
}

/** A parameter has a form or value the operation does not take. */
export function invalidParameter(name: string, text: string): ServiceFailure {
  return new ServiceFailure(400, `InvalidParameter.${name}`, text);
}

/** The signature is wrong. The text ends with what the server signed, which clients compare with their own. */
export function signatureDoesNotMatch(stringToSign: string): ServiceFailure {
  const text = `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`;
  return new ServiceFailure(400, "SignatureDoesNotMatch", text);
}

/** The key or its token is not good. */
export function credentialFailure(rejection: Rejection): ServiceFailure {
  switch (rejection) {
    case "unknown-key":
      return new ServiceFailure(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    case "inactive-key":
      return new ServiceFailure(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
    case "expired":
      return new ServiceFailure(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
    case "missing-token":
      return new ServiceFailure(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
    case "invalid-token":
    case "unexpected-token": {
      const text = "Specified SecurityToken mismatch with the AccessKey.";
      return new ServiceFailure(400, "InvalidSecurityToken.MismatchWithAccessKey", text);
    }
  }
}
