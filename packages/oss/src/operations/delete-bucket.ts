import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForNothing } from "./shared/run.js";

/** A bucket by name. */
export interface BucketTarget {
  readonly bucket: string;
}

/** Deletes an empty bucket. */
export async function deleteBucket(
  runtime: ClientRuntime,
  input: BucketTarget,
  options: CallOptions = {},
): Promise<OperationResult> {
  requireFields(input, "bucket");
  return runForNothing(runtime, { operation: "DeleteBucket", method: "DELETE", bucket: input.bucket }, options);
}
