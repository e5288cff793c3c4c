import { CredentialsError } from "@credport/core";
import { hmac } from "@credport/node";
import { buildCanonicalString, type CanonicalRequest } from "./canonical-string.js";
import { SigningKeyCache, utcDay } from "./signing-key.js";

/** One consistent reading of a provider: a key pair with or without a token, or a bearer token. */
export interface CredentialSnapshot {
  readonly accessKeyId?: string | null | undefined;
  readonly accessKeySecret?: string | null | undefined;
  readonly securityToken?: string | null | undefined;
  readonly bearerToken?: string | null | undefined;
  readonly expiration?: Date | null | undefined;
}

/** What {@link signRequest} needs. */
export interface SignRequestInput extends CanonicalRequest {
  readonly credential: CredentialSnapshot;
  /** Signs with V4 for this region; absent or empty: V2. */
  readonly region?: string | undefined;
  /** The word a private cloud puts in place of `aliyun` in V4. */
  readonly corporation?: string | undefined;
  /** The instant of this attempt: the V4 day, and the `Date` header when the request has none. */
  readonly at: Date;
}

/**
 * The headers that authenticate a request: `Authorization` and, for a session, `authorization-sts-token`; for a bearer
 * credential `x-odps-bearer-token` alone; `Date` when the request had none. Throws `CredentialsError` (`INVALID_CREDENTIAL`)
 * for an incomplete credential. `keys` saves deriving the V4 key again.
 */
export function signRequest(
  input: SignRequestInput,
  keys: SigningKeyCache = new SigningKeyCache(),
): Record<string, string> {
  const { credential } = input;
  const dated = hasDate(input.headers);
  const added: Record<string, string> = dated ? {} : { Date: input.at.toUTCString() };
  const accessKeyId = credential.accessKeyId ?? "";
  const accessKeySecret = credential.accessKeySecret ?? "";
  const securityToken = credential.securityToken ?? "";
  const bearerToken = credential.bearerToken ?? "";
  if (accessKeyId === "" && accessKeySecret === "" && bearerToken !== "") {
    added["x-odps-bearer-token"] = headerValue("bearer token", bearerToken);
    return added;
  }
  if (accessKeyId === "" || accessKeySecret === "")
    throw invalidCredential("the access key id or secret is empty, and there is no bearer token");
  const canonical = buildCanonicalString(dated ? input : { ...input, headers: { ...input.headers, ...added } });
  added["Authorization"] = authorization(accessKeyId, accessKeySecret, canonical, input, keys);
  if (securityToken !== "") added["authorization-sts-token"] = headerValue("security token", securityToken);
  return added;
}

function hasDate(headers: CanonicalRequest["headers"]): boolean {
  for (const name in headers) if (name.length === 4 && name.toLowerCase() === "date") return true;
  return false;
}

function authorization(
  accessKeyId: string,
  accessKeySecret: string,
  canonical: string,
  input: SignRequestInput,
  keys: SigningKeyCache,
): string {
  const { region = "", corporation = "aliyun" } = input;
  headerValue("access key id", accessKeyId);
  if (region === "") return `ODPS ${accessKeyId}:${hmac("sha1", accessKeySecret, canonical, "base64")}`;
  const { scope, sign } = keys.get(accessKeySecret, { day: utcDay(input.at), region, corporation });
  return `ODPS ${accessKeyId}/${headerValue("region or corporation", scope)}:${sign(canonical)}`;
}

/** Refuses what would break out of a header line. */
export function headerValue(what: string, value: string): string {
  if (value.includes("\n") || value.includes("\r") || value.includes("\0"))
    throw invalidCredential(`the ${what} contains a line break`);
  return value;
}

/** The shared error for a credential that cannot be used. */
export function invalidCredential(message: string): CredentialsError {
  return new CredentialsError({ code: "INVALID_CREDENTIAL", message: `MaxCompute account: ${message}` });
}
