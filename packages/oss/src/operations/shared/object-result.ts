import { encryptionReaders, type EncryptionResult } from "./encryption-result.js";
import { dateHeader, flagHeader, header, metadataHeaders, numberHeader, type Headers } from "./header-readers.js";
import type { FieldReaders } from "./parse-fields.js";

/** What the service says of an object when it is read. */
export interface ObjectAttributes extends EncryptionResult {
  /** Bytes of this answer's body; −1 when the service did not say. */
  readonly contentLength: number;
  /** E.g. `bytes 0-9/44`, for a part of the object. */
  readonly contentRange?: string;
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  readonly contentEncoding?: string;
  readonly expires?: string;
  /** In quotes, as the service writes it. */
  readonly etag?: string;
  readonly lastModified?: Date;
  readonly contentMd5?: string;
  /** Names in lower case, without `x-oss-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass?: string;
  /** `Normal`, `Multipart`, `Appendable` or `Symlink`. */
  readonly objectType?: string;
  readonly nextAppendPosition?: number;
  /** CRC-64 of the whole object in decimal. */
  readonly hashCrc64?: string;
  /** When a lifecycle rule will delete the object, as the service writes it. */
  readonly expiration?: string;
  /** How far a restore has come, as the service writes it. */
  readonly restore?: string;
  readonly processStatus?: string;
  readonly taggingCount?: number;
  readonly deleteMarker?: boolean;
  readonly versionId?: string;
}

/** Readers of {@link ObjectAttributes}. */
export const objectReaders: FieldReaders<Headers, ObjectAttributes> = {
  ...encryptionReaders,
  contentLength: (headers) => numberHeader("content-length")(headers) ?? -1,
  contentRange: header("content-range"),
  contentType: header("content-type"),
  cacheControl: header("cache-control"),
  contentDisposition: header("content-disposition"),
  contentEncoding: header("content-encoding"),
  expires: header("expires"),
  etag: header("etag"),
  lastModified: dateHeader("last-modified"),
  contentMd5: header("content-md5"),
  metadata: metadataHeaders,
  storageClass: header("x-oss-storage-class"),
  objectType: header("x-oss-object-type"),
  nextAppendPosition: numberHeader("x-oss-next-append-position"),
  hashCrc64: header("x-oss-hash-crc64ecma"),
  expiration: header("x-oss-expiration"),
  restore: header("x-oss-restore"),
  processStatus: header("x-oss-process-status"),
  taggingCount: numberHeader("x-oss-tagging-count"),
  deleteMarker: flagHeader("x-oss-delete-marker"),
  versionId: header("x-oss-version-id"),
};
