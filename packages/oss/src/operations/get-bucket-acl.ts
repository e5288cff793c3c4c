import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import type { BucketTarget } from "./delete-bucket.js";
import { aclReaders, type AclResult } from "./shared/acl-result.js";
import { runForXml } from "./shared/run.js";

/** Reads who may use a bucket. */
export async function getBucketAcl(
  runtime: ClientRuntime,
  input: BucketTarget,
  options: CallOptions = {},
): Promise<AclResult> {
  requireFields(input, "bucket");
  const { bucket } = input;
  const operation = { operation: "GetBucketAcl", method: "GET", bucket, query: { acl: "" } } as const;
  return runForXml(runtime, operation, options, "AccessControlPolicy", aclReaders);
}
