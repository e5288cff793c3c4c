import { describeCause } from "./client-error.js";

/** An upload or a copy in parts that failed. */
export class UploadError extends Error {
  override readonly name: string = "UploadError";
  /** The multipart upload, to resume or to abort; empty when none was begun. */
  readonly uploadId: string;
  /** `oss://bucket/key`. */
  readonly path: string;

  constructor(uploadId: string, path: string, cause: unknown) {
    super(`upload failed, upload id: ${uploadId}, cause: ${describeCause(cause)}`, { cause });
    this.uploadId = uploadId;
    this.path = path;
  }
}

/** A download in parts that failed. */
export class DownloadError extends Error {
  override readonly name: string = "DownloadError";
  /** `oss://bucket/key`. */
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`download failed , cause: ${describeCause(cause)}`, { cause });
    this.path = path;
  }
}
