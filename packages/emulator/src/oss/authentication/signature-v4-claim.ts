import { formatStamp, parseHttpDate, parseStamp } from "../../clock/stamp.js";
import {
  parseSignatureV4Authorization,
  signatureV4,
  signatureV4Authorization,
  signatureV4CanonicalRequest,
  signatureV4StringToSign,
  type SignatureV4Authorization,
  type SignatureV4Variety,
} from "../../signatures/signature-v4.js";
import { withoutQueryItem } from "../../signatures/signable-request.js";
import { OssFailure, invalidArgument } from "../oss-failure.js";
import { checkRequestTime, checkUrlLifetime } from "./check-time.js";
import type { SignatureClaim } from "./claim.js";
import type { ClaimFields } from "./oss-v4-claim.js";

/** The longest life of a signed URL, in seconds. */
const MAX_EXPIRES = 604_800;

/** A service that takes a variety of Signature Version 4. */
export interface SignatureV4Service extends SignatureV4Variety {
  /** What its headers begin with; all of them must be signed. */
  readonly headerPrefix: string;
  /** What its query items begin with. */
  readonly queryPrefix: string;
  /** The service's name in the scope. */
  readonly service: string;
  /** The scope's last word. */
  readonly word: string;
  /** Whether requests may be signed for this region. */
  readonly isRegion: (signed: string, region: string) => boolean;
}

/** The S3 API. The vendor's examples sign for the region itself, for its `oss-` form, and for S3's default regions. */
export const S3_SIGNATURES: SignatureV4Service = {
  algorithm: "AWS4-HMAC-SHA256",
  secretPrefix: "AWS4",
  headerPrefix: "x-amz-",
  queryPrefix: "X-Amz-",
  service: "s3",
  word: "aws4_request",
  isRegion: (signed, region) => [region, `oss-${region}`, "us-east-1", "aws-global"].includes(signed),
};

/** The claim in the `Authorization` header, its time, scope and signed headers checked. */
export function signatureV4HeaderClaim(
  service: SignatureV4Service,
  fields: ClaimFields,
  header: string,
): SignatureClaim {
  const { request, now } = fields;
  const { headerPrefix } = service;
  const authorization = parseSignatureV4Authorization(service, header);
  if (authorization === undefined) throw new OssFailure("AuthorizationHeaderMalformed");
  const date = request.header(`${headerPrefix}date`) ?? request.header("date") ?? "";
  const time = parseStamp(date) ?? parseHttpDate(date);
  if (time === undefined) {
    throw invalidArgument(`${headerPrefix}date`, date, "The date of the request is invalid.", "0002-00000505");
  }
  checkRequestTime(time, now);
  const payload = readPayload(service, fields);
  const signed = claim(service, fields, authorization, {
    stamp: formatStamp(time),
    payload,
    securityToken: request.header(`${headerPrefix}security-token`),
  });
  return payload === "UNSIGNED-PAYLOAD" ? signed : { ...signed, contentSha256: payload };
}

/** The claim in the query of a signed URL, its life, scope and signed headers checked. */
export function signatureV4QueryClaim(
  service: SignatureV4Service,
  fields: ClaimFields,
  parameters: ReadonlyMap<string, string>,
): SignatureClaim {
  const item = (name: string): string => service.queryPrefix + name;
  const required = (name: string): string => {
    const value = parameters.get(item(name));
    if (value === undefined || value === "") throw invalidArgument(item(name), "", `${item(name)} is missing.`);
    return value;
  };
  if (required("Algorithm") !== service.algorithm) {
    throw invalidArgument(item("Algorithm"), required("Algorithm"), `Only ${service.algorithm} is supported.`);
  }
  const credential = required("Credential");
  const authorization = signatureV4Authorization(credential, required("SignedHeaders"), required("Signature"));
  if (authorization === undefined)
    throw invalidArgument(item("Credential"), credential, "The credential is malformed.");
  const stamp = required("Date");
  const signedAt = parseStamp(stamp);
  if (signedAt === undefined) throw invalidArgument(item("Date"), stamp, "The date is malformed.", "0002-00000505");
  const expires = Number(required("Expires"));
  if (!Number.isInteger(expires) || expires < 0 || expires > MAX_EXPIRES) {
    throw invalidArgument(item("Expires"), String(expires), `The lifetime must be between 0 and ${MAX_EXPIRES} s.`);
  }
  checkUrlLifetime(signedAt, signedAt + expires * 1000, fields.now, "0002-00000418");
  const request = withoutQueryItem(fields.request, item("Signature"));
  return claim(service, { ...fields, request }, authorization, {
    stamp,
    payload: fields.request.header(`${service.headerPrefix}content-sha256`) ?? "UNSIGNED-PAYLOAD",
    securityToken: parameters.get(item("Security-Token")),
  });
}

/** What the body's hash is signed as. Bodies in signed chunks are not taken, as the vendors say. */
function readPayload({ headerPrefix }: SignatureV4Service, { request }: ClaimFields): string {
  const name = `${headerPrefix}content-sha256`;
  const payload = request.header(name) ?? "";
  const isChunked = /\baws-chunked\b/.test(request.header("content-encoding") ?? "");
  if (payload.startsWith("STREAMING-") || isChunked) {
    const message = `aws-chunked encoding is not supported with the specified ${name} value.`;
    throw invalidArgument(name, payload, message);
  }
  if (payload === "UNSIGNED-PAYLOAD" || /^[0-9a-f]{64}$/.test(payload)) return payload;
  throw invalidArgument(name, payload, `${name} must be UNSIGNED-PAYLOAD or a SHA-256.`);
}

interface Signed {
  readonly stamp: string;
  readonly payload: string;
  readonly securityToken: string | undefined;
}

function claim(
  service: SignatureV4Service,
  { request, region }: ClaimFields,
  { accessKeyId, scope, signedHeaders, signature }: SignatureV4Authorization,
  { stamp, payload, securityToken }: Signed,
): SignatureClaim {
  checkScope(service, scope, stamp, region);
  const mustBeSigned = request.headerNames.filter((name) => name === "host" || name.startsWith(service.headerPrefix));
  const unsigned = mustBeSigned.find((name) => !signedHeaders.includes(name));
  if (unsigned !== undefined) {
    const message = `There were headers present in the request which were not signed: ${unsigned}.`;
    throw new OssFailure("AccessDenied", { message });
  }
  const canonicalRequest = signatureV4CanonicalRequest(request, signedHeaders, payload);
  const stringToSign = signatureV4StringToSign(service, stamp, scope, canonicalRequest);
  return {
    accessKeyId,
    securityToken,
    signature,
    stringToSign,
    canonicalRequest,
    sign: (secret) => signatureV4(service, secret, scope, stringToSign),
  };
}

function checkScope(
  { service, word, isRegion }: SignatureV4Service,
  [day, signedRegion, signedService, signedWord]: SignatureV4Authorization["scope"],
  stamp: string,
  region: string,
): void {
  if (day !== stamp.slice(0, 8)) {
    const message = "The date in Credential does not match the date of the request.";
    throw new OssFailure("AuthorizationHeaderMalformed", { message, ec: "0002-00000409" });
  }
  if (signedService !== service || signedWord !== word || !isRegion(signedRegion, region)) {
    const message = `The authorization header is malformed; sign for the service ${service} in the region ${region}.`;
    throw new OssFailure("AuthorizationHeaderMalformed", { message, details: { Region: region } });
  }
}
