import type { FileHandle } from "node:fs/promises";
import { toRequestBody } from "../body/request-body.js";
import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { Crc64 } from "../crc64/crc64.js";
import { combineCrc64 } from "../crc64/combine-crc64.js";
import { CrcMismatchError } from "../errors/crc-mismatch-error.js";
import { exists, fileBody, openForWriting } from "../files/local-file.js";
import type { GetObjectInput } from "../operations/get-object.js";
import type { HeadObjectResult } from "../operations/head-object.js";
import { measure } from "../operations/shared/recover-creation.js";
import type { Checkpoint } from "./checkpoint.js";
import type { ObjectRange } from "./object-range.js";
import { parallel } from "./parallel.js";
import { partRanges, type PartRange } from "./part-plan.js";
import { readRange } from "./read-range.js";
import { TransferProgress } from "./transfer-progress.js";

/** What a checkpoint remembers of a download: the parts that are in the file, with their CRCs in decimal. */
export interface DownloadState {
  readonly parts: Readonly<Record<string, string>>;
}

/** How a download in parts is carried out. */
export interface PartsDownloadSettings {
  /** The object as it was when the download began. */
  readonly object: HeadObjectResult;
  /** What of it is wanted. */
  readonly range: ObjectRange;
  readonly partSize: number;
  readonly parallel: number;
  readonly options: CallOptions;
  readonly checkpoint: Checkpoint<DownloadState> | undefined;
}

/** One download in parts, begun or resumed. */
export class PartsDownload {
  readonly #runtime: ClientRuntime;
  readonly #input: GetObjectInput;
  readonly #settings: PartsDownloadSettings;
  readonly #progress: TransferProgress;
  readonly #parts: readonly PartRange[];
  /** Of the parts that are in the file, in decimal. */
  readonly #crcs = new Map<number, string>();

  constructor(runtime: ClientRuntime, input: GetObjectInput, settings: PartsDownloadSettings) {
    const { start, end } = settings.range;
    this.#runtime = runtime;
    this.#input = input;
    this.#settings = settings;
    this.#progress = new TransferProgress(input.onProgress, end - start);
    this.#parts = [...partRanges(start, end, settings.partSize)];
  }

  /** Writes the parts that are not there yet into the file. Throws `CrcMismatchError` when a whole object is not what was sent. */
  async fill(path: string): Promise<void> {
    const { checkpoint, options, parallel: limit } = this.#settings;
    if (await exists(path)) await this.#resume(path);
    const file = await openForWriting(path, this.#crcs.size > 0);
    try {
      const missing = this.#parts.filter(({ partNumber }) => !this.#crcs.has(partNumber));
      await parallel(missing, limit, options.signal, async (part, signal) => {
        this.#crcs.set(part.partNumber, await this.#fetch(file, part, { ...options, signal }));
        await checkpoint?.save({ parts: Object.fromEntries(this.#crcs) });
      });
    } finally {
      await file.close();
    }
    await checkpoint?.clear();
    if (!this.#input.range) this.#checkCrc();
  }

  /** Takes the parts that the checkpoint remembers and the file still holds. */
  async #resume(path: string): Promise<void> {
    const { checkpoint, options, range } = this.#settings;
    const saved = new Map<string, unknown>(Object.entries((await checkpoint?.load())?.get("parts") ?? {}));
    for (const { partNumber, start, end } of this.#parts) {
      if (options.signal?.aborted === true) return;
      const crc = saved.get(String(partNumber));
      if (typeof crc !== "string" || crc !== (await fileCrc(path, start - range.start, end - range.start))) continue;
      this.#crcs.set(partNumber, crc);
      this.#progress.set(partNumber, end - start);
    }
  }

  /** Writes one part into the file and resolves to its CRC in decimal. */
  async #fetch(file: FileHandle, part: PartRange, options: CallOptions): Promise<string> {
    const { onProgress: _progress, range: _range, rangeBehavior: _behavior, ...input } = this.#input;
    const { object, range } = this.#settings;
    const crc = new Crc64();
    let offset = part.start;
    for await (const bytes of readRange(this.#runtime, { input, range: part, etag: object.etag }, options)) {
      crc.update(bytes);
      await writeAll(file, bytes, offset - range.start);
      offset += bytes.length;
      this.#progress.set(part.partNumber, offset - part.start);
    }
    return crc.toString();
  }

  #checkCrc(): void {
    const server = this.#settings.object.hashCrc64;
    if (!this.#runtime.checkDownloadCrc || server === undefined) return;
    let combined = 0n;
    for (const { partNumber, start, end } of this.#parts) {
      combined = combineCrc64(combined, BigInt(this.#crcs.get(partNumber) ?? "0"), end - start);
    }
    if (combined.toString() !== server) throw new CrcMismatchError(combined.toString(), server);
  }
}

/** The CRC in decimal of a stretch of a file, `end` not included; `undefined` for a file that ends before. */
async function fileCrc(path: string, start: number, end: number): Promise<string | undefined> {
  const { length, crc } = await measure(toRequestBody(fileBody({ path, size: end }, start)));
  return length === end - start ? crc : undefined;
}

/** A write may take less than it was given. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
