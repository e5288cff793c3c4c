import { createHash } from "node:crypto";
import { canonicalQuery } from "./canonical-query.js";
import { percentEncodePath } from "./percent-encode.js";
import { resourcePath, type ObjectResource, type SignableRequest } from "./signable-request.js";
import { scopedSignature } from "./signing-keys.js";

/** The word an OSS V4 `Authorization` begins with. */
export const OSS_V4_ALGORITHM = "OSS4-HMAC-SHA256";

/** Day, region, product and `aliyun_v4_request`. */
export type OssV4Scope = readonly [day: string, region: string, product: string, request: string];

/** What a V4 signature claims, from the header or the query. */
export interface OssV4Authorization {
  readonly accessKeyId: string;
  readonly scope: OssV4Scope;
  readonly additionalHeaders: readonly string[];
  readonly signature: string;
}

/** Reads the `Authorization` header; `undefined` when it is not in the form of V4. */
export function parseOssV4Authorization(header: string): OssV4Authorization | undefined {
  const match =
    /^OSS4-HMAC-SHA256 Credential=([^,\s]+)(?:, ?AdditionalHeaders=([^,\s]+))?, ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (match === null) return undefined;
  const [, credential = "", names, signature = ""] = match;
  return ossV4Authorization(credential, names, signature);
}

/** Puts the three parts of an authorization together; `undefined` when the credential is not `id/day/region/product/aliyun_v4_request`. */
export function ossV4Authorization(
  credential: string,
  additionalHeaders: string | undefined,
  signature: string,
): OssV4Authorization | undefined {
  const [accessKeyId = "", day = "", region = "", product = "", request, ...rest] = credential.split("/");
  if (accessKeyId === "" || request !== "aliyun_v4_request" || rest.length > 0) return undefined;
  return {
    accessKeyId,
    scope: [day, region, product, request],
    additionalHeaders: additionalHeaders === undefined || additionalHeaders === "" ? [] : additionalHeaders.split(";"),
    signature,
  };
}

/** The canonical request. The query of a signed URL comes without its signature. */
export function ossV4CanonicalRequest(
  request: SignableRequest,
  resource: ObjectResource,
  additionalHeaders: readonly string[],
): string {
  const names = request.headerNames.filter((name) => isAlwaysSigned(name) || additionalHeaders.includes(name)).sort();
  const headers = names.map((name) => `${name}:${(request.header(name) ?? "").trim()}\n`);
  return [
    request.method,
    percentEncodePath(resourcePath(resource)),
    canonicalQuery(request.query, true),
    headers.join(""),
    additionalHeaders.join(";"),
    request.header("x-oss-content-sha256") ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
}

/** The string to sign of a canonical request, for a stamp `YYYYMMDDTHHMMSSZ`. */
export function ossV4StringToSign(stamp: string, scope: OssV4Scope, canonicalRequest: string): string {
  const hash = createHash("sha256").update(canonicalRequest).digest("hex");
  return `${OSS_V4_ALGORITHM}\n${stamp}\n${scope.join("/")}\n${hash}`;
}

/** The signature of such a string, hex. */
export function ossV4Signature(secret: string, scope: OssV4Scope, stringToSign: string): string {
  return scopedSignature(`aliyun_v4${secret}`, scope, stringToSign);
}

/** Headers that are signed whenever they are there. */
function isAlwaysSigned(name: string): boolean {
  return name.startsWith("x-oss-") || name === "content-type" || name === "content-md5";
}
