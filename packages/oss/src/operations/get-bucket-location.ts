import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import type { BucketTarget } from "./delete-bucket.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForXml } from "./shared/run.js";
import { textOrEmpty } from "./shared/xml-readers.js";

/** Result of `getBucketLocation`. */
export interface GetBucketLocationResult extends OperationResult {
  /** E.g. `oss-cn-hangzhou`. */
  readonly location: string;
}

/** Reads where a bucket is. */
export async function getBucketLocation(
  runtime: ClientRuntime,
  input: BucketTarget,
  options: CallOptions = {},
): Promise<GetBucketLocationResult> {
  requireFields(input, "bucket");
  const { bucket } = input;
  const operation = { operation: "GetBucketLocation", method: "GET", bucket, query: { location: "" } } as const;
  // The document is nothing but its root element with the text in it.
  return runForXml(runtime, operation, options, "LocationConstraint", { location: textOrEmpty("#text") });
}
