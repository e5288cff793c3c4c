import { parseHttpDate, parseStamp } from "../../clock/stamp.js";
import { ossV1Signature, ossV1StringToSign } from "../../signatures/oss-v1.js";
import { invalidArgument } from "../oss-failure.js";
import { checkRequestTime, checkUrlLifetime } from "./check-time.js";
import type { SignatureClaim } from "./claim.js";
import type { ClaimFields } from "./oss-v4-claim.js";

/** The V1 claim in the `Authorization` header, its time checked. */
export function ossV1HeaderClaim(fields: ClaimFields, header: string): SignatureClaim {
  const { request, resource, now } = fields;
  const match = /^OSS ([^:\s]+):(\S+)$/.exec(header);
  if (match === null) {
    throw invalidArgument(
      "Authorization",
      header.split(":")[0] ?? "",
      "Invalid Authorization header.",
      "0002-00000064",
    );
  }
  const [, accessKeyId = "", signature = ""] = match;
  const date = request.header("x-oss-date") ?? request.header("date") ?? "";
  const time = parseHttpDate(date) ?? parseStamp(date);
  if (time === undefined) throw invalidArgument("Date", date, "The date of the request is invalid.", "0002-00000505");
  checkRequestTime(time, now);
  const stringToSign = ossV1StringToSign(request, resource, date);
  return {
    accessKeyId,
    securityToken: request.header("x-oss-security-token"),
    signature,
    stringToSign,
    sign: (secret) => ossV1Signature(secret, stringToSign),
  };
}

/** The V1 claim in the query of a signed URL, its life checked. */
export function ossV1QueryClaim(fields: ClaimFields, parameters: ReadonlyMap<string, string>): SignatureClaim {
  const expires = parameters.get("Expires") ?? "";
  const signature = parameters.get("Signature") ?? "";
  if (!/^\d{1,15}$/.test(expires) || signature === "") {
    throw invalidArgument("Expires", expires, "A signed URL needs OSSAccessKeyId, Expires and Signature.");
  }
  checkUrlLifetime(0, Number(expires) * 1000, fields.now, "0002-00000069");
  const stringToSign = ossV1StringToSign(fields.request, fields.resource, expires);
  return {
    accessKeyId: parameters.get("OSSAccessKeyId") ?? "",
    securityToken: parameters.get("security-token") ?? fields.request.header("x-oss-security-token"),
    signature,
    stringToSign,
    sign: (secret) => ossV1Signature(secret, stringToSign),
  };
}
