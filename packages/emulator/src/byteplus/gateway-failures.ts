import type { Rejection } from "../accounts/identities.js";
import { ServiceFailure } from "../http/service-failure.js";

/** The gateway's numbers for its codes. Others have none. */
export const CODE_NUMBERS: Readonly<Record<string, number>> = {
  MissingParameter: 100_002,
  MissingAuthenticationToken: 100_003,
  MissingRequestInfo: 100_004,
  MissingSignature: 100_005,
  InvalidTimestamp: 100_006,
  ServiceNotFound: 100_007,
  InvalidActionOrVersion: 100_008,
  InvalidAccessKey: 100_009,
  SignatureDoesNotMatch: 100_010,
  LackPolicy: 100_012,
  AccessDenied: 100_013,
};

/** A required parameter is not there. */
export function missingParameter(name: string): ServiceFailure {
  return new ServiceFailure(400, "MissingParameter", `The required parameter ${name} is missing.`);
}

/** A parameter's value is not allowed. */
export function invalidParameter(name: string): ServiceFailure {
  return new ServiceFailure(400, `InvalidParameter.${name}`, `The parameter ${name} is invalid.`);
}

/** Why a key is not accepted, in the gateway's codes. */
export function keyFailure(rejection: Rejection): ServiceFailure {
  switch (rejection) {
    case "unknown-key":
    case "inactive-key":
      return new ServiceFailure(401, "InvalidAccessKey", "The access key is not valid.");
    case "expired":
    case "invalid-token":
    case "missing-token":
    case "unexpected-token":
      return new ServiceFailure(401, "InvalidSecretToken", "The session token is missing, wrong or expired.");
  }
}
