import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { mapFields } from "./shared/fields.js";
import { payerHeaders } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { UploadTarget } from "./shared/part-target.js";
import { runForNothing, type Operation } from "./shared/run.js";

/** The request of AbortMultipartUpload. */
export function abortMultipartUploadOperation(input: UploadTarget): Operation {
  requireFields(input, "bucket", "key", "uploadId");
  const { bucket, key, uploadId } = input;
  const headers = mapFields(input, payerHeaders);
  return { operation: "AbortMultipartUpload", method: "DELETE", bucket, key, headers, query: { uploadId } };
}

/** Gives an upload in parts up and frees its space. */
export async function abortMultipartUpload(
  runtime: ClientRuntime,
  input: UploadTarget,
  options: CallOptions = {},
): Promise<OperationResult> {
  return runForNothing(runtime, abortMultipartUploadOperation(input), options);
}
