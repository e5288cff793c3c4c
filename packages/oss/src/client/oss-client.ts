import { createRuntime } from "./create-runtime.js";
import type { CallOptions, OperationInput } from "./operation-input.js";
import type { OssClientOptions } from "../config/client-options.js";
import type { GetObjectInput } from "../operations/get-object.js";
import { invoke, type InvokeResult } from "../operations/invoke.js";
import type { PutObjectInput, PutObjectResult } from "../operations/put-object.js";
import type { VersionedTarget } from "../operations/shared/object-fields.js";
import { presign, type PresignOptions, type PresignResult } from "../presign/presign.js";
import type { PresignInputs, PresignOperationName } from "../presign/presignable-operations.js";
import { Copier, type CopierOptions } from "../transfer/copier.js";
import { Downloader, type DownloaderOptions } from "../transfer/downloader.js";
import { getObjectToFile, type GetObjectToFileResult } from "../transfer/get-object-to-file.js";
import { ObjectReader, type ObjectReaderOptions } from "../transfer/object-reader.js";
import { ObjectAppender, type AppendFileInput } from "../transfer/object-appender.js";
import { putObjectFromFile } from "../transfer/put-object-from-file.js";
import { Uploader, type UploaderOptions } from "../transfer/uploader.js";
import { MultipartMethods } from "./multipart-methods.js";

/**
 * A client for Object Storage Service. It reads its credentials provider for every HTTP attempt, signs afresh, retries what is
 * worth it and keeps connections; make one per region and share it. Every operation rejects with `OperationError` around the
 * failure, or with `InvalidParameterError` before anything was sent.
 */
export class OssClient extends MultipartMethods implements AsyncDisposable {
  /** Opens no connection. Throws `InvalidParameterError` naming the option at fault. */
  constructor(options: OssClientOptions) {
    super(createRuntime(options));
  }

  /** Sends any other request of OSS: signed, retried and judged like those above. */
  invoke(input: OperationInput, options?: CallOptions): Promise<InvokeResult> {
    return invoke(this.runtime, input, options);
  }

  /** Signs a request into a URL that works by itself, e.g. `presign("GetObject", { bucket, key })`. Asks the service nothing. */
  presign<Name extends PresignOperationName>(
    operation: Name,
    input: PresignInputs[Name],
    options?: PresignOptions,
  ): Promise<PresignResult> {
    return presign(this.runtime, operation, input, options);
  }

  /** Stores a file in one request. */
  putObjectFromFile(
    input: Omit<PutObjectInput, "body" | "contentLength">,
    path: string,
    options?: CallOptions,
  ): Promise<PutObjectResult> {
    return putObjectFromFile(this.runtime, input, path, options);
  }

  /** Downloads an object into a file, checked by CRC-64; a broken download goes on where it stopped. */
  getObjectToFile(input: GetObjectInput, path: string, options?: CallOptions): Promise<GetObjectToFileResult> {
    return getObjectToFile(this.runtime, input, path, options);
  }

  /** Opens an object for reading at any place. */
  openFile(input: VersionedTarget, options?: ObjectReaderOptions): Promise<ObjectReader> {
    return ObjectReader.open(this.runtime, input, options);
  }

  /** Opens an appendable object, made when it does not exist, for writing at its end. */
  appendFile(input: AppendFileInput, options?: CallOptions): Promise<ObjectAppender> {
    return ObjectAppender.open(this.runtime, input, options);
  }

  /** A manager of uploads in parts. */
  newUploader(options?: UploaderOptions): Uploader {
    return new Uploader(this.runtime, options);
  }

  /** A manager of downloads in parts. */
  newDownloader(options?: DownloaderOptions): Downloader {
    return new Downloader(this.runtime, options);
  }

  /** A manager of copies in parts. */
  newCopier(options?: CopierOptions): Copier {
    return new Copier(this.runtime, options);
  }

  /**
   * Ends the connections that the client opened, after what is under way; bodies that nobody reads are given up. The credentials
   * provider and a given dispatcher stay the caller's.
   */
  close(): Promise<void> {
    return this.runtime.transport.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
