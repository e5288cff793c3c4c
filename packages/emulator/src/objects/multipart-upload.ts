import { createHash } from "node:crypto";
import { combineCrc64 } from "../crc64/combine-crc64.js";
import { joinBlobs, type Blob } from "../storage/blob.js";
import type { ObjectAttributes, StoredObject } from "./stored-object.js";

/** One uploaded part. */
export interface UploadedPart {
  readonly number: number;
  readonly blob: Blob;
  /** Without quotes, upper-case hex: the MD5 of the part. */
  readonly etag: string;
  readonly crc64: bigint;
  /** In ms. */
  readonly lastModified: number;
}

/** A multipart upload that is not finished. */
export interface MultipartUpload {
  readonly id: string;
  readonly key: string;
  /** In ms. */
  readonly initiatedAt: number;
  readonly attributes: ObjectAttributes;
  readonly parts: Map<number, UploadedPart>;
}

/** The object that these parts make, in this order. */
export function joinParts(upload: MultipartUpload, parts: readonly UploadedPart[], now: number): StoredObject {
  const md5s = parts.map((part) => Buffer.from(part.etag, "hex"));
  const etag = createHash("md5").update(Buffer.concat(md5s)).digest("hex").toUpperCase();
  return {
    ...upload.attributes,
    key: upload.key,
    blob: joinBlobs(parts.map((part) => part.blob)),
    etag: `${etag}-${parts.length}`,
    crc64: parts.reduce((crc, part) => combineCrc64(crc, part.crc64, part.blob.size), 0n),
    lastModified: now,
    type: "Multipart",
  };
}

/** The parts of an upload in the order of their numbers. */
export function sortedParts(upload: MultipartUpload): UploadedPart[] {
  return [...upload.parts.values()].sort((left, right) => left.number - right.number);
}
