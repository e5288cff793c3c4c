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
import { OssFailure, invalidArgument } from "../oss-failure.js";
import { checkRequestTime, checkUrlLifetime } from "./check-time.js";
import type { SignatureClaim } from "./claim.js";
import type { ClaimFields } from "./oss-v4-claim.js";

const AWS_V4: SignatureV4Variety = {
  algorithm: "AWS4-HMAC-SHA256",
  secretPrefix: "AWS4",
  signatureItem: "X-Amz-Signature",
};

/** The longest life of a signed URL, in seconds. */
const MAX_EXPIRES = 604_800;

/** The SigV4 claim in the `Authorization` header, its time, scope and signed headers checked. */
export function s3HeaderClaim(fields: ClaimFields, header: string): SignatureClaim {
  const { request, now } = fields;
  const authorization = parseSignatureV4Authorization(AWS_V4, header);
  if (authorization === undefined) throw new OssFailure("AuthorizationHeaderMalformed");
  const date = request.header("x-amz-date") ?? request.header("date") ?? "";
  const time = parseStamp(date) ?? parseHttpDate(date);
  if (time === undefined)
    throw invalidArgument("x-amz-date", date, "The date of the request is invalid.", "0002-00000505");
  checkRequestTime(time, now);
  const payload = request.header("x-amz-content-sha256") ?? "";
  const encoding = request.header("content-encoding") ?? "";
  if (payload.startsWith("STREAMING-") || /\baws-chunked\b/.test(encoding)) {
    const message = "aws-chunked encoding is not supported with the specified x-amz-content-sha256 value.";
    throw invalidArgument("x-amz-content-sha256", payload, message);
  }
  if (payload !== "UNSIGNED-PAYLOAD" && !/^[0-9a-f]{64}$/.test(payload)) {
    throw invalidArgument(
      "x-amz-content-sha256",
      payload,
      "x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a SHA-256.",
    );
  }
  const signed = claim(fields, authorization, formatStamp(time), payload, request.header("x-amz-security-token"));
  return payload === "UNSIGNED-PAYLOAD" ? signed : { ...signed, contentSha256: payload };
}

/** The SigV4 claim in the query of a signed URL, its life, scope and signed headers checked. */
export function s3QueryClaim(fields: ClaimFields, parameters: ReadonlyMap<string, string>): SignatureClaim {
  const required = (name: string): string => {
    const value = parameters.get(name);
    if (value === undefined || value === "") throw invalidArgument(name, "", `The query item ${name} is missing.`);
    return value;
  };
  if (required("X-Amz-Algorithm") !== AWS_V4.algorithm) {
    throw invalidArgument("X-Amz-Algorithm", required("X-Amz-Algorithm"), "Only AWS4-HMAC-SHA256 is supported.");
  }
  const credential = required("X-Amz-Credential");
  const authorization = signatureV4Authorization(
    credential,
    required("X-Amz-SignedHeaders"),
    required("X-Amz-Signature"),
  );
  if (authorization === undefined) throw invalidArgument("X-Amz-Credential", credential, "Invalid X-Amz-Credential.");
  const stamp = required("X-Amz-Date");
  const signedAt = parseStamp(stamp);
  if (signedAt === undefined) throw invalidArgument("X-Amz-Date", stamp, "Invalid X-Amz-Date.", "0002-00000505");
  const expires = Number(required("X-Amz-Expires"));
  if (!Number.isInteger(expires) || expires < 0 || expires > MAX_EXPIRES) {
    throw invalidArgument("X-Amz-Expires", String(expires), `X-Amz-Expires must be between 0 and ${MAX_EXPIRES}.`);
  }
  checkUrlLifetime(signedAt, signedAt + expires * 1000, fields.now, "0002-00000418");
  const payload = fields.request.header("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  return claim(fields, authorization, stamp, payload, parameters.get("X-Amz-Security-Token"));
}

function claim(
  { request, region }: ClaimFields,
  { accessKeyId, scope, signedHeaders, signature }: SignatureV4Authorization,
  stamp: string,
  payload: string,
  securityToken: string | undefined,
): SignatureClaim {
  checkScope(scope, stamp, region);
  const unsigned = request.headerNames.find((name) => name.startsWith("x-amz-") && !signedHeaders.includes(name));
  if (unsigned !== undefined || !signedHeaders.includes("host")) {
    const message = `There were headers present in the request which were not signed: ${unsigned ?? "host"}.`;
    throw new OssFailure("AccessDenied", { message });
  }
  const canonicalRequest = signatureV4CanonicalRequest(AWS_V4, request, signedHeaders, payload);
  const stringToSign = signatureV4StringToSign(AWS_V4, stamp, scope, canonicalRequest);
  return {
    accessKeyId,
    securityToken,
    signature,
    stringToSign,
    canonicalRequest,
    sign: (secret) => signatureV4(AWS_V4, secret, scope, stringToSign),
  };
}

/** The vendor's examples sign for the region itself, for its `oss-` form, and for S3's default regions. */
function checkScope([day, scopeRegion, service, word]: readonly string[], stamp: string, region: string): void {
  if (day !== stamp.slice(0, 8)) {
    const message = "The date in Credential does not match the date of the request.";
    throw new OssFailure("AuthorizationHeaderMalformed", { message, ec: "0002-00000409" });
  }
  const regions = [region, `oss-${region}`, "us-east-1", "aws-global"];
  if (service !== "s3" || word !== "aws4_request" || !regions.includes(scopeRegion ?? "")) {
    const message = `The authorization header is malformed; sign for the service s3 in the region ${region}.`;
    throw new OssFailure("AuthorizationHeaderMalformed", { message, details: { Region: region } });
  }
}
