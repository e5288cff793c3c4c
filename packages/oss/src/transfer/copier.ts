import type { ClientRuntime } from "../client/client-runtime.js";
import { followUpOptions } from "../client/follow-up-options.js";
import type { CallOptions, ProgressListener } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { CrcMismatchError } from "../errors/crc-mismatch-error.js";
import { InvalidParameterError } from "../errors/invalid-parameter-error.js";
import { UploadError } from "../errors/transfer-error.js";
import { abortMultipartUpload } from "../operations/abort-multipart-upload.js";
import { completeMultipartUpload } from "../operations/complete-multipart-upload.js";
import { copyObject, type CopyObjectInput } from "../operations/copy-object.js";
import type { HeadObjectResult } from "../operations/head-object.js";
import { initiateMultipartUpload, type InitiateMultipartUploadInput } from "../operations/initiate-multipart-upload.js";
import { getObjectTagging } from "../operations/object-tagging.js";
import type { OperationResult } from "../operations/shared/operation-result.js";
import { uploadPartCopy } from "../operations/upload-part-copy.js";
import { headSizedObject } from "./head-sized-object.js";
import { parallel } from "./parallel.js";
import { checkTransferOptions, checkUploadPartSize, fittingPartSize, partRanges } from "./part-plan.js";
import { TransferProgress } from "./transfer-progress.js";

const defaultPartSize = 64 * 1024 * 1024;
/** Up to here one CopyObject does it. */
const defaultThreshold = 200 * 1024 * 1024;

/** Options of a copier. */
export interface CopierOptions {
  /** In bytes, default 64 MiB. Grows by itself when an object would need 10,000 parts. */
  readonly partSize?: number | undefined;
  /** Parts under way at once. Default 3. */
  readonly parallel?: number | undefined;
  /** Objects up to this size, in bytes, are copied by one request. Default 200 MiB. */
  readonly multipartThreshold?: number | undefined;
  /** Keeps the parts of a failed copy, which cost money until aborted. Default false. */
  readonly leavePartsOnError?: boolean | undefined;
}

/** What is copied where. */
export interface CopyInput extends CopyObjectInput {
  readonly onProgress?: ProgressListener | undefined;
}

/** Result of a copy. */
export interface CopyResult extends OperationResult {
  /** Present when it went in parts. */
  readonly uploadId?: string;
  readonly etag?: string;
  readonly versionId?: string;
  /** CRC-64 in decimal of the whole object. */
  readonly hashCrc64?: string;
}

/** Copies objects of any size on the service, with their metadata and tags; large ones in parts side by side. */
export class Copier {
  readonly #runtime: ClientRuntime;
  readonly #options: CopierOptions;

  constructor(runtime: ClientRuntime, options: CopierOptions = {}) {
    checkTransferOptions(options);
    this.#runtime = runtime;
    this.#options = options;
  }

  /** Copies an object. Rejects with `UploadError`. */
  async copy(input: CopyInput, options: CallOptions = {}): Promise<CopyResult> {
    requireFields(input, "bucket", "key", "sourceKey");
    let uploadId = "";
    try {
      const source = await this.#headSource(input, options);
      const size = source.contentLength;
      if (size <= (this.#options.multipartThreshold ?? defaultThreshold))
        return await this.#copyWhole(input, size, options);
      const partSize = fittingPartSize(size, this.#options.partSize ?? defaultPartSize);
      checkUploadPartSize(partSize);
      uploadId = await this.#initiate(input, source, options);
      return await this.#copyParts(input, source, { uploadId, partSize }, options);
    } catch (error) {
      if (uploadId !== "" && this.#options.leavePartsOnError !== true) {
        // Also where the signal is what ended the copy.
        const unsignalled = { ...followUpOptions(options), signal: undefined };
        await abortMultipartUpload(this.#runtime, { ...input, uploadId }, unsignalled).catch(() => undefined);
      }
      if (error instanceof InvalidParameterError) throw error;
      throw new UploadError(uploadId, `oss://${input.bucket}/${input.key}`, error);
    }
  }

  #headSource(input: CopyInput, options: CallOptions): Promise<HeadObjectResult> {
    return headSizedObject(this.#runtime, sourceOf(input), options);
  }

  async #copyWhole(input: CopyInput, size: number, options: CallOptions): Promise<CopyResult> {
    const result = await copyObject(this.#runtime, input, options);
    input.onProgress?.(size, size, size);
    return result;
  }

  /** Begins the upload with what a plain copy would have taken over from the source. */
  async #initiate(input: CopyInput, source: HeadObjectResult, options: CallOptions): Promise<string> {
    let creation: InitiateMultipartUploadInput = { ...input, disableContentTypeDetection: true };
    if (input.metadataDirective !== "REPLACE") {
      const { cacheControl, contentDisposition, contentEncoding, contentType, expires, metadata } = source;
      creation = { ...creation, cacheControl, contentDisposition, contentEncoding, contentType, expires, metadata };
    }
    if (input.taggingDirective !== "REPLACE") {
      const isTagged = (source.taggingCount ?? 0) > 0;
      const tagging = isTagged ? (await getObjectTagging(this.#runtime, sourceOf(input), options)).tags : undefined;
      creation = { ...creation, tagging };
    }
    const { uploadId } = await initiateMultipartUpload(this.#runtime, creation, options);
    return uploadId;
  }

  async #copyParts(
    input: CopyInput,
    source: HeadObjectResult,
    { uploadId, partSize }: { readonly uploadId: string; readonly partSize: number },
    options: CallOptions,
  ): Promise<CopyResult> {
    const size = source.contentLength;
    const progress = new TransferProgress(input.onProgress, size);
    const done: { partNumber: number; etag: string }[] = [];
    await parallel(partRanges(0, size, partSize), this.#options.parallel ?? 3, options.signal, async (part, signal) => {
      const { partNumber, start, end } = part;
      const copySourceRange = `bytes=${start}-${end - 1}`;
      const copySourceIfMatch = input.copySourceIfMatch ?? source.etag;
      const request = { ...input, uploadId, partNumber, copySourceRange, copySourceIfMatch };
      const { etag = "" } = await uploadPartCopy(this.#runtime, request, { ...options, signal });
      done.push({ partNumber, etag });
      progress.set(partNumber, end - start);
    });
    const { forbidOverwrite, objectAcl, bucket, key, requestPayer } = input;
    const completion = { bucket, key, requestPayer, uploadId, parts: done, forbidOverwrite, objectAcl };
    const result = await completeMultipartUpload(this.#runtime, completion, options);
    this.#checkCrc(source.hashCrc64, result.hashCrc64);
    return { ...result, uploadId };
  }

  #checkCrc(source: string | undefined, copy: string | undefined): void {
    if (!this.#runtime.checkUploadCrc || source === undefined || copy === undefined || source === copy) return;
    throw new CrcMismatchError(source, copy);
  }
}

function sourceOf(input: CopyInput): {
  bucket: string;
  key: string;
  versionId: string | undefined;
  requestPayer: CopyInput["requestPayer"];
} {
  const { sourceBucket, bucket, sourceKey, sourceVersionId, requestPayer } = input;
  return { bucket: sourceBucket || bucket, key: sourceKey, versionId: sourceVersionId, requestPayer };
}
