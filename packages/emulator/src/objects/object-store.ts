import { createHash } from "node:crypto";
import type { StorageOption } from "../services/service.js";
import type { Blob, BlobStore } from "../storage/blob.js";
import { ContentDigest } from "../storage/content-digest.js";
import { DirectoryBlobStore } from "../storage/directory-blob-store.js";
import { MemoryBlobStore } from "../storage/memory-blob-store.js";
import type { Bucket } from "./bucket.js";

/** Bytes just written, with what was computed from them on the way. */
export interface WrittenContent {
  readonly blob: Blob;
  /** Base64. */
  readonly contentMd5: string;
  /** Without quotes, upper-case hex. */
  readonly etag: string;
  readonly crc64: bigint;
  /** Hex, where it was asked for. */
  readonly sha256: string | undefined;
}

/** The buckets of one object storage service, and where their bytes are. */
export class ObjectStore {
  readonly buckets: Map<string, Bucket> = new Map();
  readonly #blobs: BlobStore;

  constructor(storage: StorageOption) {
    this.#blobs = storage === "memory" ? new MemoryBlobStore() : new DirectoryBlobStore(storage.directory);
  }

  /** Keeps bytes and digests them on the way. */
  async write(chunks: AsyncIterable<Uint8Array>, options?: { readonly sha256: boolean }): Promise<WrittenContent> {
    const digest = new ContentDigest(options);
    const blob = await this.#blobs.write(digest.through(chunks));
    const md5 = digest.md5();
    return {
      blob,
      contentMd5: md5.toString("base64"),
      etag: md5.toString("hex").toUpperCase(),
      crc64: digest.crc64,
      sha256: digest.sha256(),
    };
  }

  /** Forgets every bucket and frees every byte. */
  async clear(): Promise<void> {
    this.buckets.clear();
    await this.#blobs.close();
  }
}

/** A fresh id for a multipart upload: 32 upper-case hex digits. */
export function newUploadId(): string {
  return createHash("md5").update(crypto.randomUUID()).digest("hex").toUpperCase();
}
