import type { BodyInput } from "../body/body-input.js";
import type { ClientRuntime } from "../client/client-runtime.js";
import { followUpOptions } from "../client/follow-up-options.js";
import type { CallOptions } from "../client/operation-input.js";
import { combineCrc64 } from "../crc64/combine-crc64.js";
import { CrcMismatchError } from "../errors/crc-mismatch-error.js";
import { findServiceError } from "../errors/service-error.js";
import { abortMultipartUpload } from "../operations/abort-multipart-upload.js";
import { completeMultipartUpload } from "../operations/complete-multipart-upload.js";
import { initiateMultipartUpload } from "../operations/initiate-multipart-upload.js";
import type { PartSummary } from "../operations/list-parts.js";
import { uploadPart } from "../operations/upload-part.js";
import { listPartsPages } from "../paginators/paginators.js";
import type { Checkpoint } from "./checkpoint.js";
import { parallel } from "./parallel.js";
import { TransferProgress } from "./transfer-progress.js";
import type { UploadInput, UploadResult } from "./uploader.js";

/** What a checkpoint remembers of an upload; its parts are asked of the service. */
export interface UploadState {
  readonly uploadId: string;
}

/** How an upload in parts is carried out. */
export interface MultipartSettings {
  /** In bytes, where known. */
  readonly size: number | undefined;
  readonly parallel: number;
  readonly options: CallOptions;
  readonly checkpoint: Checkpoint<UploadState> | undefined;
}

/** A part that is on the service. */
interface DonePart {
  readonly etag: string;
  readonly size: number;
  readonly crc: string | undefined;
}

/** One upload in parts, begun or resumed. */
export class MultipartUpload {
  readonly #runtime: ClientRuntime;
  readonly #input: UploadInput;
  readonly #settings: MultipartSettings;
  readonly #progress: TransferProgress;
  readonly #done = new Map<number, DonePart>();
  #uploadId = "";

  constructor(runtime: ClientRuntime, input: UploadInput, settings: MultipartSettings) {
    this.#runtime = runtime;
    this.#input = input;
    this.#settings = settings;
    this.#progress = new TransferProgress(input.onProgress, settings.size);
  }

  /** Empty until it is begun. */
  get uploadId(): string {
    return this.#uploadId;
  }

  /** Finds the upload that a checkpoint remembers, or begins a new one. */
  async begin(partSize: number): Promise<void> {
    const { checkpoint, options } = this.#settings;
    const saved = (await checkpoint?.load())?.get("uploadId");
    if (typeof saved === "string" && saved !== "" && (await this.#resume(saved, partSize))) return;
    const { uploadId } = await initiateMultipartUpload(this.#runtime, this.#input, options);
    this.#uploadId = uploadId;
    await checkpoint?.save({ uploadId });
  }

  /** Uploads the parts that are not there yet, and completes. */
  async run<Part extends { readonly partNumber: number }>(
    parts: Iterable<Part> | AsyncIterable<Part>,
    bodyOf: (part: Part) => BodyInput,
  ): Promise<UploadResult> {
    const { options, parallel: limit } = this.#settings;
    const rest = withoutSequential(options);
    await parallel(parts, limit, options.signal, async (part, signal) => {
      if (!this.#done.has(part.partNumber)) await this.#upload(part.partNumber, bodyOf(part), { ...rest, signal });
    });
    return this.#complete();
  }

  /** Frees the parts; what fails here is not worth hiding the reason for. */
  async abort(): Promise<void> {
    if (this.#uploadId === "") return;
    // Also where the signal is what ended the upload.
    const options = { ...followUpOptions(this.#settings.options), signal: undefined };
    await abortMultipartUpload(this.#runtime, this.#target(), options).catch(() => undefined);
  }

  /** Takes the run of parts from the first one, each of exactly the part's size. */
  async #resume(uploadId: string, partSize: number): Promise<boolean> {
    const { size = 0, options } = this.#settings;
    try {
      const parts: PartSummary[] = [];
      for await (const page of listPartsPages(this.#runtime, { ...this.#input, uploadId }, withoutSequential(options)))
        parts.push(...page.parts);
      for (const [index, part] of parts.entries()) {
        const expected = Math.min(partSize, size - index * partSize);
        if (part.partNumber !== index + 1 || part.size !== expected) break;
        this.#done.set(part.partNumber, { etag: part.etag, size: part.size, crc: part.hashCrc64 });
        this.#progress.set(part.partNumber, part.size);
      }
    } catch (error) {
      if (findServiceError(error)?.code !== "NoSuchUpload") throw error;
      return false;
    }
    this.#uploadId = uploadId;
    return true;
  }

  async #upload(partNumber: number, body: BodyInput, options: CallOptions): Promise<void> {
    const { trafficLimit } = this.#input;
    let size = 0;
    const listener = this.#progress.part(partNumber);
    const part = await uploadPart(
      this.#runtime,
      {
        ...this.#target(),
        partNumber,
        body,
        trafficLimit,
        onProgress: (increment, transferred, total) => {
          size = transferred;
          listener?.(increment, transferred, total);
        },
      },
      options,
    );
    this.#done.set(partNumber, { etag: part.etag ?? "", size, crc: part.hashCrc64 });
  }

  async #complete(): Promise<UploadResult> {
    const { options, checkpoint } = this.#settings;
    const { forbidOverwrite, objectAcl, callback, callbackVar } = this.#input;
    const parts = [...this.#done].map(([partNumber, { etag }]) => ({ partNumber, etag }));
    const input = { ...this.#target(), parts, forbidOverwrite, objectAcl, callback, callbackVar };
    const completed = await completeMultipartUpload(this.#runtime, input, withoutSequential(options));
    await checkpoint?.clear();
    this.#checkCrc(completed.hashCrc64);
    return { ...completed, uploadId: this.#uploadId };
  }

  /** Compares the whole object's CRC with the parts' combined, when every part has one. */
  #checkCrc(server: string | undefined): void {
    if (!this.#runtime.checkUploadCrc || server === undefined) return;
    let combined = 0n;
    for (const [, part] of [...this.#done].sort(([a], [b]) => a - b)) {
      if (part.crc === undefined) return;
      combined = combineCrc64(combined, BigInt(part.crc), part.size);
    }
    if (combined.toString() !== server) throw new CrcMismatchError(combined.toString(), server);
  }

  #target(): { bucket: string; key: string; uploadId: string; requestPayer: UploadInput["requestPayer"] } {
    const { bucket, key, requestPayer } = this.#input;
    return { bucket, key, requestPayer, uploadId: this.#uploadId };
  }
}

/** `sequential` is said when the upload begins. */
function withoutSequential({ query, ...options }: CallOptions): CallOptions {
  const { sequential, ...rest } = query ?? {};
  return sequential === undefined ? { ...options, query } : { ...options, query: rest };
}
