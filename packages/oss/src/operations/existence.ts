import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { findServiceError } from "../errors/service-error.js";
import type { BucketTarget } from "./delete-bucket.js";
import { getBucketAcl } from "./get-bucket-acl.js";
import { getObjectMeta } from "./get-object-meta.js";
import type { VersionedTarget } from "./shared/object-fields.js";

/** Whether there is such an object. Rejects when that cannot be said, a missing bucket included. */
export async function isObjectExist(
  runtime: ClientRuntime,
  input: VersionedTarget,
  options: CallOptions = {},
): Promise<boolean> {
  try {
    await getObjectMeta(runtime, input, options);
    return true;
  } catch (error) {
    if (isMissingObject(error)) return false;
    throw error;
  }
}

/** Whether an error says that there is no such object: not for a missing bucket, nor when that cannot be said. */
export function isMissingObject(error: unknown): boolean {
  const refusal = findServiceError(error);
  return refusal?.code === "NoSuchKey" || (refusal?.statusCode === 404 && refusal.code === "BadErrorResponse");
}

/** Whether there is such a bucket, be it the caller's own or not. Rejects when the service could not be asked. */
export async function isBucketExist(
  runtime: ClientRuntime,
  input: BucketTarget,
  options: CallOptions = {},
): Promise<boolean> {
  try {
    await getBucketAcl(runtime, input, options);
    return true;
  } catch (error) {
    const refusal = findServiceError(error);
    if (refusal === undefined) throw error;
    return refusal.code !== "NoSuchBucket";
  }
}
