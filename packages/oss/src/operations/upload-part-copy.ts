import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { copySourceHeaders, type CopySourceFields } from "./shared/copy-source.js";
import { mapFields } from "./shared/fields.js";
import { payerHeaders } from "./shared/object-fields.js";
import { commonResult, type OperationResult } from "./shared/operation-result.js";
import { requirePart, type PartTarget } from "./shared/part-target.js";
import { readXmlResult } from "./shared/read-xml-result.js";
import { run, type Operation } from "./shared/run.js";
import { text, time } from "./shared/xml-readers.js";

/** Request of `uploadPartCopy`. */
export interface UploadPartCopyInput extends PartTarget, CopySourceFields {
  /** E.g. `bytes=0-1048575`. Default: the whole source. */
  readonly copySourceRange?: string | undefined;
  /** In bit/s, 245,760 to 838,860,800. */
  readonly trafficLimit?: number | undefined;
}

/** Result of `uploadPartCopy`. */
export interface UploadPartCopyResult extends OperationResult {
  readonly etag?: string;
  readonly lastModified?: Date;
  readonly sourceVersionId?: string;
}

/** Makes a part out of a stretch of an object, without its bytes passing through this process. */
export async function uploadPartCopy(
  runtime: ClientRuntime,
  input: UploadPartCopyInput,
  options: CallOptions = {},
): Promise<UploadPartCopyResult> {
  requireFields(input, "bucket", "key", "uploadId", "sourceKey");
  requirePart(input);
  const { bucket, key, partNumber, uploadId } = input;
  const names = { ...payerHeaders, copySourceRange: "x-oss-copy-source-range", trafficLimit: "x-oss-traffic-limit" };
  const headers = mapFields(input, names, copySourceHeaders(input));
  const query = { partNumber: String(partNumber), uploadId };
  const operation: Operation = { operation: "UploadPartCopy", method: "PUT", bucket, key, headers, query };
  const response = await run(runtime, operation, options);
  const sourceVersionId = response.headers["x-oss-copy-source-version-id"];
  const copied = await readXmlResult<Pick<UploadPartCopyResult, "etag" | "lastModified">>(
    operation.operation,
    response,
    "CopyPartResult",
    { etag: text("ETag"), lastModified: time("LastModified") },
  );
  return { ...commonResult(response), ...copied, ...(sourceVersionId !== undefined && { sourceVersionId }) };
}
