import type { Blob, BlobStore } from "./blob.js";

/** Keeps bytes in memory, in the chunks they came in. */
export class MemoryBlobStore implements BlobStore {
  async write(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Blob> {
    const kept: Uint8Array[] = [];
    for await (const chunk of chunks) kept.push(chunk);
    return memoryBlob(kept);
  }

  async close(): Promise<void> {
    // Nothing is held outside the blobs.
  }
}

function memoryBlob(chunks: readonly Uint8Array[]): Blob {
  const size = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  return {
    size,
    read: (start, end) => (start === 0 && end === size ? chunks : slice(chunks, start, end)),
    delete: () => Promise.resolve(),
  };
}

function slice(chunks: readonly Uint8Array[], start: number, end: number): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let position = 0;
  for (const chunk of chunks) {
    const from = Math.max(start - position, 0);
    const to = Math.min(end - position, chunk.byteLength);
    position += chunk.byteLength;
    if (from < to) pieces.push(chunk.subarray(from, to));
  }
  return pieces;
}
