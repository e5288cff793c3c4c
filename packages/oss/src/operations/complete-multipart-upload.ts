import type { ClientRuntime } from "../client/client-runtime.js";
import { followUpOptions } from "../client/follow-up-options.js";
import type { CallOptions } from "../client/operation-input.js";
import type { Recover } from "../client/operation-traits.js";
import { requireFields } from "../client/require-fields.js";
import { findServiceError } from "../errors/service-error.js";
import type { TransportResponse } from "../transport/transport.js";
import { writeXml } from "../xml/write-xml.js";
import { listParts } from "./list-parts.js";
import { asksForCallback } from "./shared/asks-for-callback.js";
import { encodedKeys, mapFields } from "./shared/fields.js";
import { callbackHeaders, payerHeaders, type CallbackFields, type ObjectAcl } from "./shared/object-fields.js";
import { commonResult, type OperationResult } from "./shared/operation-result.js";
import { callbackResult } from "./shared/parse-callback-result.js";
import { parseFields } from "./shared/parse-fields.js";
import type { UploadTarget } from "./shared/part-target.js";
import { readXmlResult } from "./shared/read-xml-result.js";
import { headForRecovery } from "./shared/recover-creation.js";
import { run, type Operation } from "./shared/run.js";
import { header } from "./shared/header-readers.js";
import { decodedText, text } from "./shared/xml-readers.js";

/** A part that was uploaded. */
export interface CompletedPart {
  readonly partNumber: number;
  readonly etag: string;
}

/** Request of `completeMultipartUpload`: the parts, or all there are. */
export interface CompleteMultipartUploadInput extends UploadTarget, CallbackFields {
  /** In any order. */
  readonly parts?: readonly CompletedPart[] | undefined;
  /** `yes`: of all parts that were uploaded, without naming them. */
  readonly completeAll?: "yes" | undefined;
  readonly forbidOverwrite?: boolean | undefined;
  readonly objectAcl?: ObjectAcl | undefined;
}

/** Result of `completeMultipartUpload`. */
export interface CompleteMultipartUploadResult extends OperationResult {
  readonly location?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly etag?: string;
  readonly encodingType?: string;
  /** CRC-64 in decimal of the whole object. */
  readonly hashCrc64?: string;
  readonly versionId?: string;
  /** What the application answered to the callback. */
  readonly callbackResult?: unknown;
}

const headerNames = {
  ...payerHeaders,
  ...callbackHeaders,
  completeAll: "x-oss-complete-all",
  forbidOverwrite: "x-oss-forbid-overwrite",
  objectAcl: "x-oss-object-acl",
};

/** The request of CompleteMultipartUpload. */
export function completeMultipartUploadOperation(input: CompleteMultipartUploadInput): Operation {
  requireFields(input, "bucket", "key", "uploadId");
  const { bucket, key, uploadId } = input;
  // Whoever asks for all parts names none.
  const parts = input.completeAll === "yes" ? undefined : input.parts;
  const query = { uploadId };
  const sorted = parts?.toSorted((a, b) => a.partNumber - b.partNumber);
  const items = sorted?.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }));
  const body = items === undefined ? undefined : writeXml("CompleteMultipartUpload", { Part: items });
  const headers = mapFields(input, headerNames);
  const traits = { defaultQuery: encodedKeys };
  return { operation: "CompleteMultipartUpload", method: "POST", bucket, key, headers, query, body, traits };
}

/** Makes an object of uploaded parts. */
export async function completeMultipartUpload(
  runtime: ClientRuntime,
  input: CompleteMultipartUploadInput,
  options: CallOptions = {},
): Promise<CompleteMultipartUploadResult> {
  const operation = completeMultipartUploadOperation(input);
  const traits = { ...operation.traits, recover: recoverCompletion(runtime, input, options) };
  const response = await run(runtime, { ...operation, traits }, options);
  const stored = parseFields<
    TransportResponse["headers"],
    Pick<CompleteMultipartUploadResult, "hashCrc64" | "versionId" | "etag">
  >(response.headers, {
    hashCrc64: header("x-oss-hash-crc64ecma"),
    versionId: header("x-oss-version-id"),
    etag: header("etag"),
  });
  const result = { ...commonResult(response), ...stored };
  if (asksForCallback(input, options)) return { ...result, callbackResult: callbackResult(response) };
  const isEmpty = response.body instanceof Uint8Array && response.body.length === 0;
  if (isEmpty) return { ...result, bucket: input.bucket, key: input.key };
  return { ...result, ...(await readDocument(operation.operation, response)) };
}

function readDocument(operation: string, response: TransportResponse): Promise<Partial<CompleteMultipartUploadResult>> {
  return readXmlResult<Pick<CompleteMultipartUploadResult, "location" | "bucket" | "key" | "etag" | "encodingType">>(
    operation,
    response,
    "CompleteMultipartUploadResult",
    {
      location: text("Location"),
      bucket: text("Bucket"),
      key: decodedText("Key"),
      etag: text("ETag"),
      encodingType: text("EncodingType"),
    },
  );
}

/**
 * A repeated completion that finds no upload any more: the first one, whose answer was lost, may have ended it. It has when the
 * object is one of as many parts, which its ETag says.
 */
function recoverCompletion(runtime: ClientRuntime, input: CompleteMultipartUploadInput, options: CallOptions): Recover {
  return async ({ code }) => {
    const isOver =
      code === "NoSuchUpload" ||
      (code === "FileAlreadyExists" && (await isUploadGone(runtime, input, followUpOptions(options))));
    const head = isOver ? await headForRecovery(runtime, input, options) : undefined;
    if (head === undefined || head.headers["x-oss-object-type"] !== "Multipart") return undefined;
    const count = /-(\d+)"?$/.exec(head.headers["etag"] ?? "")?.[1];
    const isOwn = count === undefined || input.parts === undefined || Number(count) === input.parts.length;
    return isOwn ? head : undefined;
  };
}

async function isUploadGone(runtime: ClientRuntime, input: UploadTarget, options: CallOptions): Promise<boolean> {
  const { bucket, key, uploadId, requestPayer } = input;
  return listParts(runtime, { bucket, key, uploadId, requestPayer, maxParts: 1 }, options).then(
    () => false,
    (error: unknown) => findServiceError(error)?.code === "NoSuchUpload",
  );
}
