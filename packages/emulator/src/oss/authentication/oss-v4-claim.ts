import { formatStamp, parseHttpDate, parseStamp } from "../../clock/stamp.js";
import {
  ossV4Authorization,
  ossV4CanonicalRequest,
  ossV4Signature,
  ossV4StringToSign,
  parseOssV4Authorization,
  type OssV4Authorization,
} from "../../signatures/oss-v4.js";
import {
  withoutQueryItem,
  type ObjectResource,
  type SignableRawRequest,
  type SignableRequest,
} from "../../signatures/signable-request.js";
import { invalidArgument } from "../oss-failure.js";
import { checkRequestTime, checkUrlLifetime } from "./check-time.js";
import type { SignatureClaim } from "./claim.js";

/** The longest life of a signed URL, in seconds. */
const MAX_EXPIRES = 604_800;

/** What reading a claim takes. */
export interface ClaimFields {
  readonly request: SignableRawRequest;
  readonly resource: ObjectResource;
  /** The region requests must be signed for. */
  readonly region: string;
  /** The server's time, in ms. */
  readonly now: number;
}

/** The V4 claim in the `Authorization` header, its time, scope and additional headers checked. */
export function ossV4HeaderClaim(fields: ClaimFields, header: string): SignatureClaim {
  const { request, now } = fields;
  const authorization = parseOssV4Authorization(header);
  if (authorization === undefined) throw invalidAuthorization(header, "Invalid Authorization header.");
  const stamp = readStamp(request);
  checkRequestTime(stamp.time, now);
  checkScope(authorization, stamp.text, fields.region, header);
  if (request.header("x-oss-content-sha256") !== "UNSIGNED-PAYLOAD") {
    const value = request.header("x-oss-content-sha256") ?? "";
    throw invalidArgument("x-oss-content-sha256", value, "x-oss-content-sha256 must be UNSIGNED-PAYLOAD.");
  }
  return claim(fields, authorization, stamp.text, request.header("x-oss-security-token"));
}

/** The V4 claim in the query of a signed URL, its life, scope and additional headers checked. */
export function ossV4QueryClaim(fields: ClaimFields, parameters: ReadonlyMap<string, string>): SignatureClaim {
  const required = (name: string): string => {
    const value = parameters.get(name);
    if (value === undefined || value === "") throw invalidArgument(name, "", `The query item ${name} is missing.`);
    return value;
  };
  const credential = required("x-oss-credential");
  const signature = required("x-oss-signature");
  const authorization = ossV4Authorization(credential, parameters.get("x-oss-additional-headers"), signature);
  if (authorization === undefined) throw invalidArgument("x-oss-credential", credential, "Invalid x-oss-credential.");
  const stamp = required("x-oss-date");
  const signedAt = parseStamp(stamp);
  if (signedAt === undefined) throw invalidArgument("x-oss-date", stamp, "Invalid x-oss-date.", "0002-00000505");
  const expires = Number(required("x-oss-expires"));
  if (!Number.isInteger(expires) || expires < 1 || expires > MAX_EXPIRES) {
    throw invalidArgument("x-oss-expires", String(expires), `x-oss-expires must be between 1 and ${MAX_EXPIRES}.`);
  }
  checkUrlLifetime(signedAt, signedAt + expires * 1000, fields.now, "0002-00000069");
  checkScope(authorization, stamp, fields.region, credential);
  const request = withoutQueryItem(fields.request, "x-oss-signature");
  return claim({ ...fields, request }, authorization, stamp, parameters.get("x-oss-security-token"));
}

function claim(
  { request, resource }: ClaimFields,
  { accessKeyId, scope, additionalHeaders, signature }: OssV4Authorization,
  stamp: string,
  securityToken: string | undefined,
): SignatureClaim {
  for (const name of additionalHeaders) {
    if (name !== name.toLowerCase() || request.header(name) === undefined) {
      throw invalidArgument(
        "AdditionalHeaders",
        name,
        "An additional header is not in lower case, or not in the request.",
      );
    }
  }
  const canonicalRequest = ossV4CanonicalRequest(request, resource, additionalHeaders);
  const stringToSign = ossV4StringToSign(stamp, scope, canonicalRequest);
  return {
    accessKeyId,
    securityToken,
    signature,
    stringToSign,
    canonicalRequest,
    sign: (secret) => ossV4Signature(secret, scope, stringToSign),
  };
}

/** The time of a request: `x-oss-date` as a stamp or an HTTP date, else `Date`. */
function readStamp(request: SignableRequest): { readonly text: string; readonly time: number } {
  const text = request.header("x-oss-date") ?? request.header("date");
  if (text === undefined) throw invalidArgument("x-oss-date", "", "The request has no date.", "0002-00000505");
  const stamped = parseStamp(text);
  if (stamped !== undefined) return { text, time: stamped };
  const time = parseHttpDate(text);
  if (time === undefined)
    throw invalidArgument("x-oss-date", text, "The date of the request is invalid.", "0002-00000505");
  return { text: formatStamp(time), time };
}

function checkScope({ scope }: OssV4Authorization, stamp: string, region: string, shown: string): void {
  const [day, scopeRegion, product] = scope;
  if (day !== stamp.slice(0, 8)) throw invalidAuthorization(shown, "Invalid signing date in Authorization header.");
  const isCloudBox = product === "oss-cloudbox" && scopeRegion.startsWith("cb-");
  if (isCloudBox) return;
  if (product !== "oss") throw invalidAuthorization(shown, "Invalid signing product in Authorization header.");
  if (scopeRegion !== region) {
    throw invalidAuthorization(shown, "Invalid signing region in Authorization header.", "0002-00000226");
  }
}

function invalidAuthorization(shown: string, message: string, ec?: string): Error {
  return invalidArgument("Authorization", shown.replace(/Signature=.*$/, "Signature=..."), message, ec);
}
