import { Readable } from "node:stream";
import { chunksOf, type AnswerBody } from "../http/answer.js";

/** Bytes that are kept. They never change. */
export interface Blob {
  readonly size: number;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): AnswerBody;
  /** Frees the bytes. */
  delete(): Promise<void>;
  /** What it was joined from. */
  readonly parts?: readonly Blob[];
}

/** Keeps bytes. */
export interface BlobStore {
  /** Keeps what the chunks hold, in order. Chunks are taken as they are and must not be changed afterwards. */
  write(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Blob>;
  /** Frees everything. */
  close(): Promise<void>;
}

/** Several blobs, one after the other, as one. Nothing is copied. */
export function joinBlobs(blobs: readonly Blob[]): Blob {
  const parts = blobs.flatMap((blob) => blob.parts ?? [blob]);
  return {
    parts,
    size: parts.reduce((sum, part) => sum + part.size, 0),
    read: (start, end) => Readable.from(readParts(parts, start, end), { objectMode: false }),
    delete: async () => {
      await Promise.all(parts.map((part) => part.delete()));
    },
  };
}

async function* readParts(parts: readonly Blob[], start: number, end: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for (const part of parts) {
    const from = Math.max(start - position, 0);
    const to = Math.min(end - position, part.size);
    position += part.size;
    if (from < to) yield* chunksOf(part.read(from, to));
  }
}
