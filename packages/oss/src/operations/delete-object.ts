import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { mapFields } from "./shared/fields.js";
import { flagHeader, header } from "./shared/header-readers.js";
import { payerHeaders, type VersionedTarget } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForHeaders } from "./shared/run.js";

/** Result of `deleteObject`. */
export interface DeleteObjectResult extends OperationResult {
  readonly versionId?: string;
  readonly deleteMarker?: boolean;
}

/** Deletes an object. One that does not exist counts as deleted. */
export async function deleteObject(
  runtime: ClientRuntime,
  input: VersionedTarget,
  options: CallOptions = {},
): Promise<DeleteObjectResult> {
  requireFields(input, "bucket", "key");
  const { bucket, key } = input;
  const headers = mapFields(input, payerHeaders);
  const query = mapFields(input, { versionId: "versionId" });
  return runForHeaders(runtime, { operation: "DeleteObject", method: "DELETE", bucket, key, headers, query }, options, {
    versionId: header("x-oss-version-id"),
    deleteMarker: flagHeader("x-oss-delete-marker"),
  });
}
