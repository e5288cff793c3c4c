import { resolve } from "node:path";
import { abortable } from "@credport/node";
import type { BodyInput } from "../body/body-input.js";
import { toRequestBody } from "../body/request-body.js";
import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { CanceledError } from "../errors/canceled-error.js";
import { InvalidParameterError } from "../errors/invalid-parameter-error.js";
import { UploadError } from "../errors/transfer-error.js";
import { fileBody, inspectFile, requireDirectory, type LocalFile } from "../files/local-file.js";
import { putObject, type PutObjectInput } from "../operations/put-object.js";
import type { OperationResult } from "../operations/shared/operation-result.js";
import { bufferedParts, type BufferedPart } from "./buffered-parts.js";
import { Checkpoint } from "./checkpoint.js";
import { MultipartUpload, type UploadState } from "./multipart-upload.js";
import { checkTransferOptions, checkUploadPartSize, fittingPartSize, partRanges } from "./part-plan.js";

const defaultPartSize = 6 * 1024 * 1024;

/** Options of an uploader. */
export interface UploaderOptions {
  /** In bytes, default 6 MiB. Grows by itself when a body would need 10,000 parts. */
  readonly partSize?: number | undefined;
  /** Parts under way at once. Default 3. */
  readonly parallel?: number | undefined;
  /** Keeps the parts of a failed upload, which cost money until aborted. Default false. */
  readonly leavePartsOnError?: boolean | undefined;
  /** A directory for checkpoint files: an upload of the same unchanged file goes on where it stopped. Implies `leavePartsOnError`. */
  readonly checkpointDirectory?: string | undefined;
}

/** What is uploaded where; its body is named separately. */
export type UploadInput = Omit<PutObjectInput, "body" | "contentLength" | "contentMd5">;

/** Result of an upload. */
export interface UploadResult extends OperationResult {
  /** Present when it went in parts. */
  readonly uploadId?: string;
  readonly etag?: string;
  readonly versionId?: string;
  /** CRC-64 in decimal of the whole object. */
  readonly hashCrc64?: string;
  readonly callbackResult?: unknown;
}

/** Uploads bodies of any size: small ones in one request, others in parts side by side. */
export class Uploader {
  readonly #runtime: ClientRuntime;
  readonly #options: UploaderOptions;
  readonly #partSize: number;

  constructor(runtime: ClientRuntime, options: UploaderOptions = {}) {
    checkTransferOptions(options);
    this.#runtime = runtime;
    this.#options = options;
    this.#partSize = options.partSize ?? defaultPartSize;
  }

  /** Uploads a file. Rejects with `UploadError`, or `InvalidParameterError` for a file that cannot be read. */
  async uploadFile(input: UploadInput, path: string, options: CallOptions = {}): Promise<UploadResult> {
    requireFields(input, "bucket", "key");
    const file = await inspectFile(path);
    const { checkpointDirectory } = this.#options;
    if (checkpointDirectory !== undefined) await requireDirectory(checkpointDirectory, "CheckpointDir");
    const partSize = fittingPartSize(file.size, this.#partSize);
    if (file.size < partSize) return this.#putWhole(input, fileBody(file), options);
    checkUploadPartSize(partSize);
    const upload = this.#multipart(input, file.size, options, this.#checkpoint(input, file, partSize));
    return this.#guard(upload, input, async () => {
      await upload.begin(partSize);
      return upload.run(partRanges(0, file.size, partSize), ({ start, end }) => fileBody(file, start, end));
    });
  }

  /** Uploads any body; `contentLength` names a stream's length where it is known. Rejects with `UploadError`. */
  async uploadFrom(
    input: UploadInput,
    body: BodyInput,
    options: CallOptions & { readonly contentLength?: number } = {},
  ): Promise<UploadResult> {
    requireFields(input, "bucket", "key");
    const source = toRequestBody(body, options.contentLength);
    const partSize = fittingPartSize(source.length ?? 0, this.#partSize);
    if (source.length !== undefined && source.length < partSize)
      return this.#putWhole(input, body, options, source.length);
    checkUploadPartSize(partSize);
    const upload = this.#multipart(input, source.length, options, undefined);
    return this.#guard(upload, input, async () => {
      const { bytes } = source;
      if (bytes !== undefined) {
        await upload.begin(partSize);
        return upload.run(partRanges(0, bytes.length, partSize), ({ start, end }) => bytes.subarray(start, end));
      }
      const parts = bufferedParts(source, partSize)[Symbol.asyncIterator]();
      try {
        return await this.#uploadParts(upload, input, parts, partSize, options);
      } finally {
        // A source that was not read to its end is given up, and not waited for: it may never answer.
        source.discard();
        Promise.resolve(parts.return?.()).catch(() => undefined);
      }
    });
  }

  async #uploadParts(
    upload: MultipartUpload,
    input: UploadInput,
    parts: AsyncIterator<BufferedPart>,
    partSize: number,
    options: CallOptions,
  ): Promise<UploadResult> {
    const first = await firstOf(parts, options.signal);
    // A short stream, an empty one included, needs no parts.
    if (first.done === true) return this.#putWhole(input, "", options);
    if (first.value.isLast) return this.#putWhole(input, first.value.bytes, options);
    await upload.begin(partSize);
    return upload.run(chained(first.value, parts), (part) => part.bytes);
  }

  async #putWhole(
    input: UploadInput,
    body: BodyInput,
    options: CallOptions,
    contentLength?: number,
  ): Promise<UploadResult> {
    try {
      return await putObject(this.#runtime, { ...input, body, contentLength }, options);
    } catch (error) {
      throw uploadError("", input, error);
    }
  }

  #multipart(
    input: UploadInput,
    size: number | undefined,
    options: CallOptions,
    checkpoint: Checkpoint<UploadState> | undefined,
  ): MultipartUpload {
    const isSequential = options.query?.["sequential"] !== undefined;
    const parallel = isSequential ? 1 : (this.#options.parallel ?? 3);
    return new MultipartUpload(this.#runtime, input, { size, parallel, options, checkpoint });
  }

  #checkpoint(input: UploadInput, file: LocalFile, partSize: number): Checkpoint<UploadState> | undefined {
    const { checkpointDirectory } = this.#options;
    if (checkpointDirectory === undefined) return undefined;
    const target = `oss://${input.bucket}/${input.key}`;
    const path = resolve(file.path);
    const subject = { target, path, size: file.size, modified: file.modified, partSize };
    return new Checkpoint(this.#runtime.host, checkpointDirectory, [target, path], ".ucp", subject);
  }

  async #guard(upload: MultipartUpload, input: UploadInput, run: () => Promise<UploadResult>): Promise<UploadResult> {
    try {
      return await run();
    } catch (error) {
      const { leavePartsOnError = false, checkpointDirectory } = this.#options;
      if (!leavePartsOnError && checkpointDirectory === undefined) await upload.abort();
      throw uploadError(upload.uploadId, input, error);
    }
  }
}

function uploadError(uploadId: string, input: UploadInput, error: unknown): unknown {
  if (error instanceof InvalidParameterError || error instanceof UploadError) return error;
  return new UploadError(uploadId, `oss://${input.bucket}/${input.key}`, error);
}

/** The first part. Rejects with `CanceledError` when the signal aborts, however long the source takes. */
async function firstOf(
  parts: AsyncIterator<BufferedPart>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<BufferedPart, unknown>> {
  try {
    return await abortable(parts.next(), signal);
  } catch (error) {
    throw signal?.aborted === true ? new CanceledError(signal.reason) : error;
  }
}

async function* chained<Item>(first: Item, rest: AsyncIterator<Item>): AsyncIterable<Item> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
