import type { Exchange } from "../http/exchange.js";
import type { ObjectResource } from "../signatures/signable-request.js";
import type { Dialect } from "./dialect.js";

/** An operation, and the query items that must be there for it. `@copy-source` is the header of that name. */
type Rule = readonly [operation: string, ...conditions: string[]];

/** For what a request is about and its method: the operations it may mean, the most special first. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  "service GET": [["ListBuckets"]],
  "bucket PUT": [["PutBucketAcl", "acl"], ["PutBucketVersioning", "versioning"], ["PutBucket"]],
  "bucket GET": [
    ["GetBucketAcl", "acl"],
    ["GetBucketInfo", "bucketInfo"],
    ["GetBucketLocation", "location"],
    ["GetBucketStat", "stat"],
    ["GetBucketVersioning", "versioning"],
    ["ListMultipartUploads", "uploads"],
    ["ListObjectVersions", "versions"],
    ["ListObjectsV2", "list-type"],
    ["ListObjects"],
  ],
  "bucket HEAD": [["HeadBucket"]],
  "bucket DELETE": [["DeleteBucket"]],
  "bucket POST": [["DeleteMultipleObjects", "delete"]],
  "object PUT": [
    ["UploadPartCopy", "uploadId", "partNumber", "@copy-source"],
    ["UploadPart", "uploadId", "partNumber"],
    ["PutObjectAcl", "acl"],
    ["PutObjectTagging", "tagging"],
    ["PutSymlink", "symlink"],
    ["CopyObject", "@copy-source"],
    ["PutObject"],
  ],
  "object GET": [
    ["GetObjectAcl", "acl"],
    ["GetObjectTagging", "tagging"],
    ["GetSymlink", "symlink"],
    ["ListParts", "uploadId"],
    ["GetObject"],
  ],
  "object HEAD": [["GetObjectMeta", "objectMeta"], ["HeadObject"]],
  "object POST": [
    ["InitiateMultipartUpload", "uploads"],
    ["CompleteMultipartUpload", "uploadId"],
    ["AppendObject", "append"],
    ["RestoreObject", "restore"],
  ],
  "object DELETE": [["AbortMultipartUpload", "uploadId"], ["DeleteObjectTagging", "tagging"], ["DeleteObject"]],
};

/** Sub-resources of buckets that are kept as they are sent, and what asking for a missing one gives. */
export const CONFIGURATIONS: ReadonlyMap<string, string> = new Map([
  ["cors", "NoSuchCORSConfiguration"],
  ["encryption", "NoSuchServerSideEncryptionRule"],
  ["lifecycle", "NoSuchLifecycle"],
  ["policy", "NoSuchBucketPolicy"],
  ["tagging", "NoSuchTagSet"],
  ["website", "NoSuchWebsiteConfiguration"],
]);

/** The operation a request means, in the vendor's terms; `Unknown` for none. */
export function operationName(exchange: Exchange, { bucket, key }: ObjectResource, dialect: Dialect): string {
  const subject = bucket === undefined ? "service" : key === undefined ? "bucket" : "object";
  if (subject === "bucket") {
    const configuration = configurationOf(exchange);
    if (configuration !== undefined) return configurationOperation(exchange.method, configuration);
  }
  const holds = (condition: string): boolean =>
    condition === "@copy-source"
      ? exchange.header(`${dialect.headerPrefix}copy-source`) !== undefined
      : exchange.parameter(condition) !== undefined;
  const rule = RULES[`${subject} ${exchange.method}`]?.find(([, ...conditions]) => conditions.every(holds));
  return rule?.[0] ?? "Unknown";
}

/** The configuration sub-resource a bucket request is about. */
export function configurationOf(exchange: Exchange): string | undefined {
  return exchange.query.find(([name]) => CONFIGURATIONS.has(name))?.[0];
}

function configurationOperation(method: string, configuration: string): string {
  const verb = { PUT: "Put", GET: "Get", DELETE: "Delete" }[method];
  return verb === undefined
    ? "Unknown"
    : `${verb}Bucket${configuration.charAt(0).toUpperCase()}${configuration.slice(1)}`;
}
