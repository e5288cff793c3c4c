import type { ClientRuntime } from "../client/client-runtime.js";
import { execute } from "../client/execute.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { storedBodyReaders, type StoredBody } from "./put-object.js";
import { mapFields } from "./shared/fields.js";
import { payerHeaders, type BodyFields } from "./shared/object-fields.js";
import { commonResult, type OperationResult } from "./shared/operation-result.js";
import { parseFields } from "./shared/parse-fields.js";
import { requirePart, type PartTarget } from "./shared/part-target.js";
import type { Operation } from "./shared/run.js";

/** Request of `uploadPart`. All parts but the last have 100 KiB to 5 GiB. */
export interface UploadPartInput extends PartTarget, BodyFields {
  /** In bit/s, 245,760 to 838,860,800. */
  readonly trafficLimit?: number | undefined;
}

/** Result of `uploadPart`; the CRC-64 is the part's. */
export interface UploadPartResult extends OperationResult, StoredBody {}

/** The request of UploadPart. */
export function uploadPartOperation(input: UploadPartInput): Operation {
  requireFields(input, "bucket", "key", "uploadId");
  requirePart(input);
  const { bucket, key, partNumber, uploadId, body = "", contentLength, onProgress } = input;
  const headers = mapFields(input, { ...payerHeaders, contentMd5: "content-md5", trafficLimit: "x-oss-traffic-limit" });
  const query = { partNumber: String(partNumber), uploadId };
  return { operation: "UploadPart", method: "PUT", bucket, key, headers, query, body, contentLength, onProgress };
}

/** Uploads one part. `hashCrc64` is what the service answered, else what was computed here. */
export async function uploadPart(
  runtime: ClientRuntime,
  input: UploadPartInput,
  options: CallOptions = {},
): Promise<UploadPartResult> {
  const traits = { sendsMd5: false, uploadCrcStart: 0n };
  const response = await execute(runtime, uploadPartOperation(input), traits, options);
  const { sentCrc: hashCrc64 } = response;
  return {
    ...commonResult(response),
    ...(hashCrc64 !== undefined && { hashCrc64 }),
    ...parseFields(response.headers, storedBodyReaders),
  };
}
