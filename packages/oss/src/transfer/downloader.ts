import { dirname, resolve } from "node:path";
import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { InvalidParameterError } from "../errors/invalid-parameter-error.js";
import { DownloadError } from "../errors/transfer-error.js";
import { moveInto, remove, requireDirectory } from "../files/local-file.js";
import type { GetObjectInput } from "../operations/get-object.js";
import type { HeadObjectResult } from "../operations/head-object.js";
import { Checkpoint } from "./checkpoint.js";
import { headSizedObject } from "./head-sized-object.js";
import { resolveRange, type ObjectRange } from "./object-range.js";
import { checkTransferOptions } from "./part-plan.js";
import { PartsDownload, type DownloadState } from "./parts-download.js";

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
      const object = await headSizedObject(this.#runtime, input, options);
      const range = resolveRange(input.range, object.contentLength);
      const partSize = this.#options.partSize ?? defaultPartSize;
      const checkpoint = this.#checkpoint(path, input, object, range, partSize);
      const settings = { object, range, partSize, parallel: this.#options.parallel ?? 3, options, checkpoint };
      await new PartsDownload(this.#runtime, input, settings).fill(temporary);
      await moveInto(temporary, path);
      return { written: range.end - range.start, object };
    } catch (error) {
      if (checkpointDirectory === undefined) await remove(temporary);
      if (error instanceof InvalidParameterError) throw error;
      throw new DownloadError(`oss://${input.bucket}/${input.key}`, error);
    }
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
