import { createHmac } from "node:crypto";
import { compareItems } from "./compare.js";
import { resourcePath, type ObjectResource, type SignableRequest } from "./signable-request.js";

/** Query items that belong to the resource of a V1 signature. All others are not signed. */
const SUB_RESOURCES = new Set(
  (
    "accessmonitor acl append archiveDirectRead asyncFetch bucketInfo callback callback-var cloudboxes cname comp " +
    "continuation-token cors delete encryption endTime httpsConfig img inventory inventoryId lifecycle live location " +
    "logging metaQuery objectMeta partNumber policy policyStatus position publicAccessBlock qos referer regionList " +
    "replication replicationLocation replicationProgress requestPayment resourceGroup response-cache-control " +
    "response-content-disposition response-content-encoding response-content-language response-content-type " +
    "response-expires restore rtc security-token sequential startTime stat status style styleName symlink tagging " +
    "transferAcceleration udf uploadId uploads versionId versioning versions vod website worm wormExtend wormId"
  ).split(" "),
);

/** The string a V1 signature is made of. `date` is the date header, or `Expires` of a signed URL. */
export function ossV1StringToSign(request: SignableRequest, resource: ObjectResource, date: string): string {
  const headers = request.headerNames
    .filter((name) => name.startsWith("x-oss-"))
    .sort()
    .map((name) => `${name}:${(request.header(name) ?? "").trim()}\n`);
  const contentMd5 = request.header("content-md5") ?? "";
  const contentType = request.header("content-type") ?? "";
  const path = resourcePath(resource) + subResources(request);
  return `${request.method}\n${contentMd5}\n${contentType}\n${date}\n${headers.join("")}${path}`;
}

/** The signature of such a string, base64. */
export function ossV1Signature(secret: string, stringToSign: string): string {
  return createHmac("sha1", secret).update(stringToSign).digest("base64");
}

function subResources(request: SignableRequest): string {
  const items = request.query.filter(([name]) => SUB_RESOURCES.has(name) || name.startsWith("x-oss-"));
  if (items.length === 0) return "";
  return `?${items
    .sort(compareItems)
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
    .join("&")}`;
}
