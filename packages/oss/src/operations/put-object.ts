import type { ClientRuntime } from "../client/client-runtime.js";
import { execute } from "../client/execute.js";
import type { CallOptions } from "../client/operation-input.js";
import type { OperationTraits } from "../client/operation-traits.js";
import { requireFields } from "../client/require-fields.js";
import { asksForCallback } from "./shared/asks-for-callback.js";
import { contentTypeHeader } from "./shared/content-type.js";
import { mapFields } from "./shared/fields.js";
import { header, type Headers } from "./shared/header-readers.js";
import {
  callbackHeaders,
  creationHeaders,
  type BodyFields,
  type CallbackFields,
  type CreationFields,
  type ObjectTarget,
} from "./shared/object-fields.js";
import { commonResult, type OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { parseHeaderFields } from "./shared/parse-header-fields.js";
import { callbackResult } from "./shared/parse-callback-result.js";
import { recoverCreation } from "./shared/recover-creation.js";
import type { Operation } from "./shared/run.js";

/** Request of `putObject`. */
export interface PutObjectInput extends ObjectTarget, CreationFields, BodyFields, CallbackFields {}

/** What a stored body got. */
export interface StoredBody {
  /** In quotes, as the service writes it. */
  readonly etag?: string;
  readonly contentMd5?: string;
  /** CRC-64 of the object in decimal. */
  readonly hashCrc64?: string;
  readonly versionId?: string;
}

/** Result of `putObject`. */
export interface PutObjectResult extends OperationResult, StoredBody {
  /** What the application answered to the callback. */
  readonly callbackResult?: unknown;
}

/** Readers of {@link StoredBody}. */
export const storedBodyReaders: FieldReaders<Headers, StoredBody> = {
  etag: header("etag"),
  contentMd5: header("content-md5"),
  hashCrc64: header("x-oss-hash-crc64ecma"),
  versionId: header("x-oss-version-id"),
};

/** The request of PutObject. */
export function putObjectOperation(input: PutObjectInput): Operation {
  requireFields(input, "bucket", "key");
  const { bucket, key, body = "", contentLength, onProgress } = input;
  const headers = mapFields(input, callbackHeaders, creationHeaders(input));
  return { operation: "PutObject", method: "PUT", bucket, key, headers, body, contentLength, onProgress };
}

/** Stores an object in one request. */
export async function putObject(
  runtime: ClientRuntime,
  input: PutObjectInput,
  options: CallOptions = {},
): Promise<PutObjectResult> {
  const operation = putObjectOperation(input);
  const traits: OperationTraits = {
    defaultHeaders: contentTypeHeader(input.key, runtime.detectContentType),
    sendsMd5: false,
    uploadCrcStart: 0n,
    recover: input.forbidOverwrite === true ? recoverCreation(runtime, input, options) : undefined,
  };
  const response = await execute(runtime, operation, traits, options);
  const stored = parseHeaderFields(commonResult(response), response.headers, storedBodyReaders);
  return asksForCallback(input, options) ? { ...stored, callbackResult: callbackResult(response) } : stored;
}
