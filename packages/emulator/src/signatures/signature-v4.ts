import { createHash } from "node:crypto";
import { percentDecode } from "../http/query.js";
import { canonicalQuery } from "./canonical-query.js";
import { percentEncodePath } from "./percent-encode.js";
import type { SignableRawRequest } from "./signable-request.js";
import { scopedSignature } from "./signing-keys.js";

/** Day, region, service and the closing word. */
export type ScopedCredential = readonly [day: string, region: string, service: string, request: string];

/** A vendor's variety of Signature Version 4. */
export interface SignatureV4Variety {
  /** E.g. `AWS4-HMAC-SHA256`. */
  readonly algorithm: string;
  /** What the secret is prefixed with in the key chain, e.g. `AWS4`. */
  readonly secretPrefix: string;
}

/** What a signature claims. */
export interface SignatureV4Authorization {
  readonly accessKeyId: string;
  readonly scope: ScopedCredential;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Reads an `Authorization` header of this variety; `undefined` when it has another form. */
export function parseSignatureV4Authorization(
  variety: SignatureV4Variety,
  header: string,
): SignatureV4Authorization | undefined {
  if (!header.startsWith(`${variety.algorithm} `)) return undefined;
  const match = /^Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
    header.slice(variety.algorithm.length + 1),
  );
  if (match === null) return undefined;
  const [, credential = "", names = "", signature = ""] = match;
  return signatureV4Authorization(credential, names, signature);
}

/** Puts the parts of an authorization together; `undefined` when the credential is not `id/day/region/service/word`. */
export function signatureV4Authorization(
  credential: string,
  signedHeaders: string,
  signature: string,
): SignatureV4Authorization | undefined {
  const [accessKeyId = "", day = "", region = "", service = "", request = "", ...rest] = credential.split("/");
  if (accessKeyId === "" || request === "" || rest.length > 0) return undefined;
  return { accessKeyId, scope: [day, region, service, request], signedHeaders: signedHeaders.split(";"), signature };
}

/** The canonical request. The path is encoded once, as object storage does; the query of a signed URL comes without its signature. */
export function signatureV4CanonicalRequest(
  request: SignableRawRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const headers = signedHeaders.map((name) => `${name}:${(request.header(name) ?? "").trim().replace(/ +/g, " ")}\n`);
  return [
    request.method,
    percentEncodePath(percentDecode(request.rawPath)),
    canonicalQuery(request.query, false),
    headers.join(""),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

/** The string to sign of a canonical request, for a stamp `YYYYMMDDTHHMMSSZ`. */
export function signatureV4StringToSign(
  variety: SignatureV4Variety,
  stamp: string,
  scope: ScopedCredential,
  canonicalRequest: string,
): string {
  const hash = createHash("sha256").update(canonicalRequest).digest("hex");
  return `${variety.algorithm}\n${stamp}\n${scope.join("/")}\n${hash}`;
}

/** The signature of such a string, hex. */
export function signatureV4(
  variety: SignatureV4Variety,
  secret: string,
  scope: ScopedCredential,
  stringToSign: string,
): string {
  return scopedSignature(variety.secretPrefix + secret, scope, stringToSign);
}
