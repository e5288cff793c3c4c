import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { contentTypeHeader } from "./shared/content-type.js";
import { encodedKeys } from "./shared/fields.js";
import { creationHeaders, type CreationFields, type ObjectTarget } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { runForXml, type Operation, type ResultFields } from "./shared/run.js";
import { decodedText, text, textOrEmpty, type XmlSource } from "./shared/xml-readers.js";

/** Request of `initiateMultipartUpload`. */
export interface InitiateMultipartUploadInput extends ObjectTarget, CreationFields {
  /** Sends no `Content-Type` derived from the key. Default false. */
  readonly disableContentTypeDetection?: boolean | undefined;
}

/** Result of `initiateMultipartUpload`. */
export interface InitiateMultipartUploadResult extends OperationResult {
  readonly uploadId: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly encodingType?: string;
}

const readers: FieldReaders<XmlSource, ResultFields<InitiateMultipartUploadResult>> = {
  uploadId: textOrEmpty("UploadId"),
  bucket: text("Bucket"),
  key: decodedText("Key"),
  encodingType: text("EncodingType"),
};

/** The request of InitiateMultipartUpload. */
export function initiateMultipartUploadOperation(
  input: InitiateMultipartUploadInput,
  detectContentType: boolean,
): Operation {
  requireFields(input, "bucket", "key");
  const { bucket, key, disableContentTypeDetection } = input;
  const headers = creationHeaders(input);
  const defaultHeaders = contentTypeHeader(key, detectContentType && disableContentTypeDetection !== true);
  const query = { uploads: "" };
  return {
    operation: "InitiateMultipartUpload",
    method: "POST",
    bucket,
    key,
    headers,
    query,
    traits: { defaultHeaders, defaultQuery: encodedKeys },
  };
}

/** Begins an upload in parts. Until it is completed or aborted, its parts take up paid space. */
export async function initiateMultipartUpload(
  runtime: ClientRuntime,
  input: InitiateMultipartUploadInput,
  options: CallOptions = {},
): Promise<InitiateMultipartUploadResult> {
  const operation = initiateMultipartUploadOperation(input, runtime.detectContentType);
  return runForXml(runtime, operation, options, "InitiateMultipartUploadResult", readers);
}
