import type { Exchange } from "../../http/exchange.js";
import { invalidArgument } from "../oss-failure.js";
import type { SignatureClaim } from "./claim.js";
import { ossV1HeaderClaim, ossV1QueryClaim } from "./oss-v1-claim.js";
import { ossV4HeaderClaim, ossV4QueryClaim, type ClaimFields } from "./oss-v4-claim.js";
import { S3_SIGNATURES, signatureV4HeaderClaim, signatureV4QueryClaim } from "./signature-v4-claim.js";

/** The claim in a request to OSS: V1, V4 or S3's, in the header or the query; `undefined` for an anonymous one. */
export function readClaim(exchange: Exchange, fields: ClaimFields): SignatureClaim | undefined {
  const header = exchange.header("authorization");
  if (header !== undefined) {
    if (header.startsWith("OSS4-HMAC-SHA256")) return ossV4HeaderClaim(fields, header);
    if (header.startsWith("OSS ")) return ossV1HeaderClaim(fields, header);
    if (header.startsWith("AWS4-HMAC-SHA256")) return signatureV4HeaderClaim(S3_SIGNATURES, fields, header);
    throw invalidArgument("Authorization", header.split(" ")[0] ?? "", "Unsupported Authorization Type");
  }
  if (exchange.rawQuery === "") return undefined;
  const parameters = new Map(exchange.query);
  if (parameters.has("x-oss-signature-version") || parameters.has("x-oss-signature")) {
    return ossV4QueryClaim(fields, parameters);
  }
  if (parameters.has("OSSAccessKeyId")) return ossV1QueryClaim(fields, parameters);
  return parameters.has("X-Amz-Algorithm") ? signatureV4QueryClaim(S3_SIGNATURES, fields, parameters) : undefined;
}
