import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { writeXml } from "../xml/write-xml.js";
import { mapFields } from "./shared/fields.js";
import type { StorageClass } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForNothing } from "./shared/run.js";

/** Who may read and write a bucket. */
export type BucketAcl = "private" | "public-read" | "public-read-write";

/** Request of `putBucket`. */
export interface PutBucketInput {
  readonly bucket: string;
  readonly acl?: BucketAcl | undefined;
  readonly resourceGroupId?: string | undefined;
  readonly storageClass?: StorageClass | undefined;
  /** One zone or three. */
  readonly dataRedundancyType?: "LRS" | "ZRS" | undefined;
}

/** Makes a bucket, in the region of the client's endpoint. */
export async function putBucket(
  runtime: ClientRuntime,
  input: PutBucketInput,
  options: CallOptions = {},
): Promise<OperationResult> {
  requireFields(input, "bucket");
  const { bucket, storageClass, dataRedundancyType } = input;
  const headers = mapFields(input, { acl: "x-oss-acl", resourceGroupId: "x-oss-resource-group-id" });
  const configuration = {
    StorageClass: storageClass || undefined,
    DataRedundancyType: dataRedundancyType || undefined,
  };
  const body = storageClass || dataRedundancyType ? writeXml("CreateBucketConfiguration", configuration) : undefined;
  const traits = { defaultHeaders: { "content-type": "application/xml" } };
  return runForNothing(runtime, { operation: "PutBucket", method: "PUT", bucket, headers, body, traits }, options);
}
