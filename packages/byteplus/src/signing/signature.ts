import { hash } from "node:crypto";
import type { SigningKey } from "@credport/node";

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

/** Lower-case hex SHA-256 of a body's exact bytes. */
export function bodyHash(body: string | Uint8Array | undefined): string {
  return body === undefined || body.length === 0 ? emptyBodyHash : hash("sha256", body);
}

/** Host names are trimmed for the signature, and lose a default port whatever the scheme. */
export function signedHost(host: string): string {
  const trimmed = host.trim();
  if (trimmed.endsWith(":80")) return trimmed.slice(0, -3);
  return trimmed.endsWith(":443") ? trimmed.slice(0, -4) : trimmed;
}

/** Signs a canonical request; gives the signature in hex with what it was made of. */
export function signCanonicalRequest(
  canonicalRequest: string,
  date: string,
  key: SigningKey,
): { readonly stringToSign: string; readonly signature: string } {
  const head = key.head(algorithm, date);
  const requestHash = hash("sha256", canonicalRequest);
  return { stringToSign: head + requestHash, signature: key.sign(head, requestHash) };
}
