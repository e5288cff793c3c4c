import { dirname, resolve } from "node:path";
import type { FileHandle } from "node:fs/promises";
import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { Crc64 } from "../crc64/crc64.js";
import { combineCrc64 } from "../crc64/combine-crc64.js";
import { CrcMismatchError } from "../errors/crc-mismatch-error.js";
import { InvalidParameterError } from "../errors/invalid-parameter-error.js";
import { DownloadError } from "../errors/transfer-error.js";
import { exists, moveInto, openForWriting, remove, requireDirectory } from "../files/local-file.js";
import type { GetObjectInput } from "../operations/get-object.js";
import { headObject, type HeadObjectResult } from "../operations/head-object.js";
import { Checkpoint } from "./checkpoint.js";
import { resolveRange, type ObjectRange } from "./object-range.js";
import { parallel } from "./parallel.js";
import { checkTransferOptions, partRanges, type PartRange } from "./part-plan.js";
import { readRange } from "./read-range.js";
import { TransferProgress } from "./transfer-progress.js";

const defaultPartSize = 6 * 1024 * 1024;

/** Options of a downloader. */
export interface DownloaderOptions {
  /** In bytes, default 6 MiB. */
  readonly partSize?: number | undefined;
  /** Parts under way at once. Default 3. */
  readonly parallel?: number | undefined;
  /** A directory for checkpoint files: a download of the same unchanged object to the same file goes on where it stopped. */
  readonly checkpointDirectory?: string | undefined;
}

/** Result of a download. */
export interface DownloadResult {
  /** Bytes in the file. */
  readonly written: number;
  /** The object as it was when the download began. */
  readonly object: HeadObjectResult;
}

/** What a checkpoint remembers of a download: the parts that are in the file, with their CRCs in decimal. */
interface DownloadState {
  readonly parts: Readonly<Record<string, string>>;
}

/** Downloads objects of any size, in parts side by side. */
export class Downloader {
  readonly #runtime: ClientRuntime;
  readonly #options: DownloaderOptions;

  constructor(runtime: ClientRuntime, options: DownloaderOptions = {}) {
    checkTransferOptions(options);
    this.#runtime = runtime;
    this.#options = options;
  }

  /**
   * Downloads an object into a file, which gets its name only when it is complete and, for a whole object, its CRC-64 fits.
   * Rejects with `DownloadError`, or `InvalidParameterError` for a directory that is not there and a range that the object does
   * not have.
   */
  async downloadFile(input: GetObjectInput, path: string, options: CallOptions = {}): Promise<DownloadResult> {
    const temporary = `${path}.temp`;
    const { checkpointDirectory } = this.#options;
    await requireDirectory(dirname(path), "filePath");
    if (checkpointDirectory !== undefined) await requireDirectory(checkpointDirectory, "CheckpointDir");
    try {
      const object = await headObject(this.#runtime, input, options);
      const range = resolveRange(input.range, object.contentLength);
      await this.#fill(temporary, path, input, object, range, options);
      await moveInto(temporary, path);
      return { written: range.end - range.start, object };
    } catch (error) {
      if (checkpointDirectory === undefined) await remove(temporary);
      if (error instanceof InvalidParameterError) throw error;
      throw new DownloadError(`oss://${input.bucket}/${input.key}`, error);
    }
  }

  async #fill(
    temporary: string,
    path: string,
    input: GetObjectInput,
    object: HeadObjectResult,
    range: ObjectRange,
    options: CallOptions,
  ): Promise<void> {
    const partSize = this.#options.partSize ?? defaultPartSize;
    const parts = [...partRanges(range.start, range.end, partSize)];
    const checkpoint = this.#checkpoint(path, input, object, range, partSize);
    const crcs = new Map<number, string>();
    if (await exists(temporary)) {
      for (const [partNumber, crc] of Object.entries((await checkpoint?.load())?.parts ?? {}))
        crcs.set(Number(partNumber), crc);
    }
    const progress = new TransferProgress(input.onProgress, range.end - range.start);
    for (const { partNumber, start, end } of parts) if (crcs.has(partNumber)) progress.set(partNumber, end - start);
    const file = await openForWriting(temporary, crcs.size > 0);
    try {
      const missing = parts.filter(({ partNumber }) => !crcs.has(partNumber));
      await parallel(missing, this.#options.parallel ?? 3, options.signal, async (part, signal) => {
        crcs.set(
          part.partNumber,
          await this.#fetch(file, part, range.start, input, object, progress, { ...options, signal }),
        );
        await checkpoint?.save({ parts: Object.fromEntries(crcs) });
      });
    } finally {
      await file.close();
    }
    await checkpoint?.clear();
    if (!input.range) this.#checkCrc(parts, crcs, object.hashCrc64);
  }

  /** Writes one part into the file and resolves to its CRC in decimal. */
  async #fetch(
    file: FileHandle,
    part: PartRange,
    fileStart: number,
    { onProgress: _progress, range: _range, rangeBehavior: _behavior, ...input }: GetObjectInput,
    object: HeadObjectResult,
    progress: TransferProgress,
    options: CallOptions,
  ): Promise<string> {
    const crc = new Crc64();
    let offset = part.start;
    for await (const bytes of readRange(this.#runtime, { input, range: part, etag: object.etag }, options)) {
      crc.update(bytes);
      await writeAll(file, bytes, offset - fileStart);
      offset += bytes.length;
      progress.set(part.partNumber, offset - part.start);
    }
    return crc.toString();
  }

  #checkCrc(parts: readonly PartRange[], crcs: ReadonlyMap<number, string>, server: string | undefined): void {
    if (!this.#runtime.checkDownloadCrc || server === undefined) return;
    let combined = 0n;
    for (const { partNumber, start, end } of parts) {
      combined = combineCrc64(combined, BigInt(crcs.get(partNumber) ?? "0"), end - start);
    }
    if (combined.toString() !== server) throw new CrcMismatchError(combined.toString(), server);
  }

  #checkpoint(
    path: string,
    input: GetObjectInput,
    object: HeadObjectResult,
    range: ObjectRange,
    partSize: number,
  ): Checkpoint<DownloadState> | undefined {
    const { checkpointDirectory } = this.#options;
    if (checkpointDirectory === undefined) return undefined;
    const source = `oss://${input.bucket}/${input.key}?${input.versionId ?? ""}`;
    const subject = {
      source,
      etag: object.etag,
      size: object.contentLength,
      modified: object.lastModified,
      range,
      partSize,
    };
    return new Checkpoint(this.#runtime.host, checkpointDirectory, [source, resolve(path)], ".dcp", subject);
  }
}

/** A write may take less than it was given. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
