import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Blob, BlobStore } from "./blob.js";

/** Keeps bytes as files in a directory of its own, made below the one given and removed by `close`. */
export class DirectoryBlobStore implements BlobStore {
  readonly #directory: string;
  #made: Promise<string | undefined> | undefined;

  constructor(parent: string) {
    this.#directory = join(parent, `credport-emulator-${randomUUID()}`);
  }

  async write(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Blob> {
    await (this.#made ??= mkdir(this.#directory, { recursive: true, mode: 0o700 }));
    const path = join(this.#directory, randomUUID());
    const file = createWriteStream(path, { mode: 0o600 });
    try {
      await pipeline(Readable.from(chunks, { objectMode: false }), file);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return fileBlob(path, file.bytesWritten);
  }

  async close(): Promise<void> {
    this.#made = undefined;
    await rm(this.#directory, { recursive: true, force: true });
  }
}

function fileBlob(path: string, size: number): Blob {
  return {
    size,
    read: (start, end) =>
      start >= end ? [] : createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 }),
    delete: () => rm(path, { force: true }),
  };
}
