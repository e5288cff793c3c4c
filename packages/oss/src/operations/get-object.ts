import type { Readable } from "node:stream";
import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions, ProgressListener } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { bytesToStream } from "../transport/bytes-to-stream.js";
import { mapFields, type FieldNames } from "./shared/fields.js";
import { conditionHeaders, type ConditionFields, type VersionedTarget } from "./shared/object-fields.js";
import { objectReaders, type ObjectAttributes } from "./shared/object-result.js";
import { commonResult, type OperationResult } from "./shared/operation-result.js";
import { parseHeaderFields } from "./shared/parse-header-fields.js";
import { run, type Operation } from "./shared/run.js";

/** Headers that the service puts into its answer instead of the stored ones, and what it does to the body before. */
export interface ResponseOverrides {
  readonly responseCacheControl?: string | undefined;
  readonly responseContentDisposition?: string | undefined;
  readonly responseContentEncoding?: string | undefined;
  readonly responseContentLanguage?: string | undefined;
  readonly responseContentType?: string | undefined;
  readonly responseExpires?: string | undefined;
  /** E.g. `image/resize,w_100`. */
  readonly process?: string | undefined;
}

/** Request of `getObject`. */
export interface GetObjectInput extends VersionedTarget, ConditionFields, ResponseOverrides {
  /** E.g. `bytes=0-9`. */
  readonly range?: string | undefined;
  /** `standard`: a range that cannot be met is 416, one that reaches too far is clipped. */
  readonly rangeBehavior?: "standard" | undefined;
  /** In bit/s, 245,760 to 838,860,800. */
  readonly trafficLimit?: number | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** A response body: a Node stream, with short cuts. It holds its connection until it is read to the end or destroyed. */
export interface ObjectBody extends Readable {
  /** All bytes. Rejects when the body breaks off. */
  bytes(): Promise<Buffer>;
  /** All bytes as UTF-8 text. */
  text(): Promise<string>;
}

/** Result of `getObject`. */
export interface GetObjectResult extends OperationResult, ObjectAttributes {
  readonly body: ObjectBody;
}

const headerNames: FieldNames = {
  ...conditionHeaders,
  range: "range",
  rangeBehavior: "x-oss-range-behavior",
  trafficLimit: "x-oss-traffic-limit",
};

const queryNames: FieldNames = {
  versionId: "versionId",
  responseCacheControl: "response-cache-control",
  responseContentDisposition: "response-content-disposition",
  responseContentEncoding: "response-content-encoding",
  responseContentLanguage: "response-content-language",
  responseContentType: "response-content-type",
  responseExpires: "response-expires",
  process: "x-oss-process",
};

/** The request of GetObject. */
export function getObjectOperation(input: GetObjectInput): Operation {
  requireFields(input, "bucket", "key");
  const { bucket, key, onProgress } = input;
  const headers = mapFields(input, headerNames);
  return {
    operation: "GetObject",
    method: "GET",
    bucket,
    key,
    headers,
    query: mapFields(input, queryNames),
    stream: true,
    onProgress,
  };
}

/** Reads an object, or a part of it, as a stream. The body is not checked by CRC; `getObjectToFile` does that. */
export async function getObject(
  runtime: ClientRuntime,
  input: GetObjectInput,
  options: CallOptions = {},
): Promise<GetObjectResult> {
  const response = await run(runtime, getObjectOperation(input), options);
  const body = response.body instanceof Uint8Array ? bytesToStream(response.body) : response.body;
  const { status, statusCode, headers, requestId } = commonResult(response);
  try {
    return parseHeaderFields({ status, statusCode, headers, requestId, body }, headers, objectReaders);
  } catch (error) {
    // Nobody will read it, and until then it would keep its connection.
    body.destroy();
    throw error;
  }
}
