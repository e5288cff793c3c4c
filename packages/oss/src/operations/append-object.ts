import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import type { Recover } from "../client/operation-traits.js";
import { requireFields } from "../client/require-fields.js";
import { invalidField } from "../errors/invalid-parameter-error.js";
import { contentTypeHeader } from "./shared/content-type.js";
import { encryptionReaders, type EncryptionResult } from "./shared/encryption-result.js";
import { header, numberHeader, type Headers } from "./shared/header-readers.js";
import { creationHeaders, type BodyFields, type CreationFields, type ObjectTarget } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { headForRecovery, measure } from "./shared/recover-creation.js";
import { runForHeaders, type Operation, type ResultFields } from "./shared/run.js";

/** Request of `appendObject`. */
export interface AppendObjectInput extends ObjectTarget, CreationFields, BodyFields {
  /** Where the object ends now; 0 makes a new one. */
  readonly position: number;
  /** CRC-64 in decimal of what the object holds now. With it the upload is checked. */
  readonly initialHashCrc64?: string | undefined;
}

/** Result of `appendObject`. */
export interface AppendObjectResult extends OperationResult, EncryptionResult {
  /** Where the next append starts; −1 when the service did not say. */
  readonly nextPosition: number;
  /** CRC-64 in decimal of the whole object, for the next append. */
  readonly hashCrc64?: string;
  readonly versionId?: string;
}

const readers: FieldReaders<Headers, ResultFields<AppendObjectResult>> = {
  ...encryptionReaders,
  nextPosition: (headers) => numberHeader("x-oss-next-append-position")(headers) ?? -1,
  hashCrc64: header("x-oss-hash-crc64ecma"),
  versionId: header("x-oss-version-id"),
};

/** Adds bytes to the end of an appendable object. */
export async function appendObject(
  runtime: ClientRuntime,
  input: AppendObjectInput,
  options: CallOptions = {},
): Promise<AppendObjectResult> {
  requireFields(input, "bucket", "key", "position");
  const { bucket, key, position, body = "", contentLength, onProgress, initialHashCrc64 } = input;
  if (!Number.isSafeInteger(position) || position < 0)
    throw invalidField("Position", "It is a whole number, 0 or more.");
  const headers = creationHeaders(input);
  const operation: Operation = {
    operation: "AppendObject",
    method: "POST",
    bucket,
    key,
    headers,
    query: { append: "", position: String(position) },
    body,
    contentLength,
    onProgress,
    traits: {
      defaultHeaders: contentTypeHeader(key, runtime.detectContentType),
      sendsMd5: false,
      uploadCrcStart: parseCrc(initialHashCrc64),
      recover: recoverAppend(runtime, input, options),
    },
  };
  return runForHeaders(runtime, operation, options, readers);
}

function parseCrc(text: string | undefined): bigint | undefined {
  if (!text) return undefined;
  const crc = /^\d{1,20}$/.test(text) ? BigInt(text) : -1n;
  if (crc !== BigInt.asUintN(64, crc)) throw invalidField("InitialHashCrc64", "It is an unsigned decimal of 64 bits.");
  return crc;
}

/**
 * A repeated append that comes too late: the first attempt's bytes are there when the object has grown by exactly them. Their
 * CRC-64 can be told where that of what was there before is known.
 */
function recoverAppend(runtime: ClientRuntime, input: AppendObjectInput, options: CallOptions): Recover {
  const { position, initialHashCrc64 } = input;
  return async (error, body) => {
    if (!["PositionNotEqualToLength", "FileAlreadyExists"].includes(error.code)) return undefined;
    const head = await headForRecovery(runtime, input, options);
    if (head === undefined) return undefined;
    const crcStart = parseCrc(initialHashCrc64) ?? (position === 0 ? 0n : undefined);
    const { length, crc } = await measure(body, crcStart);
    const end = String(position + length);
    if (head.headers["content-length"] !== end) return undefined;
    if (crcStart !== undefined && head.headers["x-oss-hash-crc64ecma"] !== crc) return undefined;
    return { ...head, headers: { ...head.headers, "x-oss-next-append-position": end } };
  };
}
