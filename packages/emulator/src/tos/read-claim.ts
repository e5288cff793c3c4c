import type { Exchange } from "../http/exchange.js";
import type { SignatureClaim } from "../oss/authentication/claim.js";
import type { ClaimFields } from "../oss/authentication/oss-v4-claim.js";
import {
  S3_SIGNATURES,
  signatureV4HeaderClaim,
  signatureV4QueryClaim,
  type SignatureV4Service,
} from "../oss/authentication/signature-v4-claim.js";
import { invalidArgument } from "../oss/oss-failure.js";

const TOS_SIGNATURES: SignatureV4Service = {
  algorithm: "TOS4-HMAC-SHA256",
  secretPrefix: "",
  headerPrefix: "x-tos-",
  queryPrefix: "X-Tos-",
  service: "tos",
  word: "request",
  isRegion: (signed, region) => signed === region,
};

/** The claim in a request to TOS: TOS4 or S3's, in the header or the query; `undefined` for an anonymous one. */
export function readTosClaim(exchange: Exchange, fields: ClaimFields): SignatureClaim | undefined {
  const header = exchange.header("authorization");
  if (header !== undefined) {
    if (header.startsWith("TOS4-HMAC-SHA256")) return signatureV4HeaderClaim(TOS_SIGNATURES, fields, header);
    if (header.startsWith("AWS4-HMAC-SHA256")) return signatureV4HeaderClaim(S3_SIGNATURES, fields, header);
    throw invalidArgument("Authorization", header.split(" ")[0] ?? "", "Unsupported Authorization Type");
  }
  if (exchange.rawQuery === "") return undefined;
  const parameters = new Map(exchange.query);
  if (parameters.has("X-Tos-Algorithm")) return signatureV4QueryClaim(inUrls(exchange), fields, parameters);
  return parameters.has("X-Amz-Algorithm") ? signatureV4QueryClaim(S3_SIGNATURES, fields, parameters) : undefined;
}

/** In signed URLs, the vendor's SDK for Node names the endpoint where the region belongs, and the service takes it. */
function inUrls(exchange: Exchange): SignatureV4Service {
  const host = exchange.header("host") ?? "";
  const isEndpoint = (signed: string): boolean => host === signed || host.endsWith(`.${signed}`);
  return { ...TOS_SIGNATURES, isRegion: (signed, region) => signed === region || isEndpoint(signed) };
}
