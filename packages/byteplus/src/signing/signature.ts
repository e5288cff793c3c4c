import { createHmac, hash } from "node:crypto";
import { deriveSigningKey, type SigningKeySource } from "./signing-key.js";

/** The algorithm's word, in `Authorization` and in `X-Algorithm`. */
export const algorithm = "HMAC-SHA256";

/** The SHA-256 of an empty body, in hex. */
export const emptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** What signs: a key id, its secret and, for a session, its token. Core's `AccessKeyCredentials` fit. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
}

/** Where a signature is valid. */
export interface SigningScope {
  /** The configured region, also for global services. */
  readonly region: string;
  /** The service's id as passed to the call, underscores kept: `rds_mysql`. */
  readonly service: string;
}

/** Lower-case hex SHA-256 of a body's exact bytes. */
export function bodyHash(body: string | Uint8Array | undefined): string {
  return body === undefined || body.length === 0 ? emptyBodyHash : hash("sha256", body);
}

/** `YYYYMMDDTHHMMSSZ`: an instant as the signature writes it, in UTC and without a fraction. */
export function formatSigningDate(at: Date): string {
  const text = at.toISOString();
  return `${text.slice(0, 4)}${text.slice(5, 7)}${text.slice(8, 13)}${text.slice(14, 16)}${text.slice(17, 19)}Z`;
}

/** Host names lose a default port in the signature, whatever the scheme. */
export function signedHost(host: string): string {
  if (host.endsWith(":80")) return host.slice(0, -3);
  return host.endsWith(":443") ? host.slice(0, -4) : host;
}

/** `<day>/<region>/<service>/request`. */
export function credentialScope(date: string, { region, service }: SigningScope): string {
  return `${date.slice(0, 8)}/${region}/${service}/request`;
}

/** Signs a canonical request; gives the signature in hex with what it was made of. */
export function signCanonicalRequest(
  canonicalRequest: string,
  date: string,
  scope: SigningScope,
  accessKeySecret: string,
  keys: SigningKeySource = deriveSigningKey,
): { readonly stringToSign: string; readonly signature: string } {
  const stringToSign = `${algorithm}\n${date}\n${credentialScope(date, scope)}\n${hash("sha256", canonicalRequest)}`;
  const key = keys(accessKeySecret, date.slice(0, 8), scope.region, scope.service);
  return { stringToSign, signature: createHmac("sha256", key).update(stringToSign).digest("hex") };
}
