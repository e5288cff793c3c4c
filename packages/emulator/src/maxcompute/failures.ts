import type { Rejection } from "../accounts/identities.js";
import { ServiceFailure } from "../http/service-failure.js";

// Codes and texts of the public error tables of MaxCompute.

/** Something that is not there. */
export function notFound(code: string, text: string): ServiceFailure {
  return new ServiceFailure(404, code, text);
}

/** A caller's mistake. */
export function badRequest(code: string, text: string): ServiceFailure {
  return new ServiceFailure(400, code, text);
}

/** Something that does not fit the state it meets. */
export function conflict(code: string, text: string): ServiceFailure {
  return new ServiceFailure(409, code, text);
}

/** The signature is not that of the key. */
export function signatureNotMatch(): ServiceFailure {
  return new ServiceFailure(
    401,
    "SignatureNotMatch",
    "ODPS-0410042: Invalid signature value - User signature does not match",
  );
}

/** The key, or its token, is not good. */
export function credentialFailure(rejection: Rejection): ServiceFailure {
  if (rejection === "expired") {
    return new ServiceFailure(400, "AuthenticationRequestExpired", "ODPS-0410031: Authentication request expired");
  }
  const reason = rejection === "invalid-token" ? "the security token is not valid" : "accessKeyId not found";
  return new ServiceFailure(401, "Unauthorized", `ODPS-0410051: Invalid credentials - ${reason}`);
}
