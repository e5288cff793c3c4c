/** Query names that the V1 signature always covers (OSS v2 specification, 2.3). Those starting with `x-oss-` come on top. */
export const subResourcesV1: ReadonlySet<string> = new Set([
  ...["acl", "append", "bucketInfo", "callback", "callback-var", "cloudboxes", "continuation-token", "delete", "location"],
  ...["objectMeta", "partNumber", "position", "regionList", "restore", "security-token", "sequential", "stat", "symlink"],
  ...["response-cache-control", "response-content-disposition", "response-content-encoding", "response-content-language"],
  ...["response-content-type", "response-expires", "tagging", "uploadId", "uploads", "versionId", "versioning", "versions"],
]);
