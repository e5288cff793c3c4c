import type { CallOptions } from "./operation-input.js";
import { abortMultipartUpload } from "../operations/abort-multipart-upload.js";
import {
  completeMultipartUpload,
  type CompleteMultipartUploadInput,
  type CompleteMultipartUploadResult,
} from "../operations/complete-multipart-upload.js";
import {
  initiateMultipartUpload,
  type InitiateMultipartUploadInput,
  type InitiateMultipartUploadResult,
} from "../operations/initiate-multipart-upload.js";
import {
  listMultipartUploads,
  type ListMultipartUploadsInput,
  type ListMultipartUploadsResult,
} from "../operations/list-multipart-uploads.js";
import { listParts, type ListPartsInput, type ListPartsResult } from "../operations/list-parts.js";
import type { OperationResult } from "../operations/shared/operation-result.js";
import type { UploadTarget } from "../operations/shared/part-target.js";
import { uploadPart, type UploadPartInput, type UploadPartResult } from "../operations/upload-part.js";
import { uploadPartCopy, type UploadPartCopyInput, type UploadPartCopyResult } from "../operations/upload-part-copy.js";
import { listMultipartUploadsPages, listPartsPages, type PaginatorOptions } from "../paginators/paginators.js";
import type { Paginator } from "../paginators/paginator.js";
import { BucketMethods } from "./bucket-methods.js";

/** The operations on uploads in parts. */
export abstract class MultipartMethods extends BucketMethods {
  /** Begins an upload in parts. */
  initiateMultipartUpload(
    input: InitiateMultipartUploadInput,
    options?: CallOptions,
  ): Promise<InitiateMultipartUploadResult> {
    return initiateMultipartUpload(this.runtime, input, options);
  }

  /** Uploads one part. */
  uploadPart(input: UploadPartInput, options?: CallOptions): Promise<UploadPartResult> {
    return uploadPart(this.runtime, input, options);
  }

  /** Makes a part out of a stretch of an object. */
  uploadPartCopy(input: UploadPartCopyInput, options?: CallOptions): Promise<UploadPartCopyResult> {
    return uploadPartCopy(this.runtime, input, options);
  }

  /** Makes an object of uploaded parts. */
  completeMultipartUpload(
    input: CompleteMultipartUploadInput,
    options?: CallOptions,
  ): Promise<CompleteMultipartUploadResult> {
    return completeMultipartUpload(this.runtime, input, options);
  }

  /** Gives an upload in parts up and frees its space. */
  abortMultipartUpload(input: UploadTarget, options?: CallOptions): Promise<OperationResult> {
    return abortMultipartUpload(this.runtime, input, options);
  }

  /** Lists a page of the parts that were uploaded. */
  listParts(input: ListPartsInput, options?: CallOptions): Promise<ListPartsResult> {
    return listParts(this.runtime, input, options);
  }

  /** Lists a page of a bucket's unfinished uploads. */
  listMultipartUploads(input: ListMultipartUploadsInput, options?: CallOptions): Promise<ListMultipartUploadsResult> {
    return listMultipartUploads(this.runtime, input, options);
  }

  /** All pages of an upload's parts. */
  listPartsPages(input: ListPartsInput, options?: PaginatorOptions): Paginator<ListPartsInput, ListPartsResult> {
    return listPartsPages(this.runtime, input, options);
  }

  /** All pages of a bucket's unfinished uploads. */
  listMultipartUploadsPages(
    input: ListMultipartUploadsInput,
    options?: PaginatorOptions,
  ): Paginator<ListMultipartUploadsInput, ListMultipartUploadsResult> {
    return listMultipartUploadsPages(this.runtime, input, options);
  }
}
