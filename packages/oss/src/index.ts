export type { BodyFactory, BodyInput, BodyPieces, ReplayableBody } from "./body/body-input.js";
export { equalJitter, fixedDelay, fullJitter, type BackOff, type BackOffOptions } from "./client/back-off.js";
export { isRetryable } from "./client/is-retryable.js";
export type { CallOptions, OperationInput, ProgressListener } from "./client/operation-input.js";
export { OssClient } from "./client/oss-client.js";
export type { Retryer } from "./client/retryer.js";
export { noRetry, standardRetryer, type StandardRetryerOptions } from "./client/standard-retryer.js";
export type { ConnectionOptions, EndpointOptions, OssClientOptions } from "./config/client-options.js";
export type { LogLevel, LogPrinter } from "./config/log.js";
export { combineCrc64 } from "./crc64/combine-crc64.js";
export { Crc64, crc64 } from "./crc64/crc64.js";
export { CanceledError } from "./errors/canceled-error.js";
export { ClientError } from "./errors/client-error.js";
export { CrcMismatchError } from "./errors/crc-mismatch-error.js";
export { InvalidParameterError } from "./errors/invalid-parameter-error.js";
export { OperationError } from "./errors/operation-error.js";
export { DeserializationError, SerializationError } from "./errors/serialization-error.js";
export { ServiceError, findServiceError, isServiceError, type ServiceErrorFields } from "./errors/service-error.js";
export { DownloadError, UploadError } from "./errors/transfer-error.js";
export type { AppendObjectInput, AppendObjectResult } from "./operations/append-object.js";
export type {
  CompletedPart,
  CompleteMultipartUploadInput,
  CompleteMultipartUploadResult,
} from "./operations/complete-multipart-upload.js";
export type { CopyObjectInput, CopyObjectResult } from "./operations/copy-object.js";
export type { BucketTarget } from "./operations/delete-bucket.js";
export type {
  DeletedObject,
  DeleteMultipleObjectsInput,
  DeleteMultipleObjectsResult,
} from "./operations/delete-multiple-objects.js";
export type { DeleteObjectResult } from "./operations/delete-object.js";
export type { BucketEncryption, BucketInfo, GetBucketInfoResult } from "./operations/get-bucket-info.js";
export type { GetBucketLocationResult } from "./operations/get-bucket-location.js";
export type { GetBucketStatResult } from "./operations/get-bucket-stat.js";
export type { GetObjectMetaResult } from "./operations/get-object-meta.js";
export type { GetObjectInput, GetObjectResult, ObjectBody, ResponseOverrides } from "./operations/get-object.js";
export type { HeadAttributes, HeadObjectInput, HeadObjectResult } from "./operations/head-object.js";
export type {
  InitiateMultipartUploadInput,
  InitiateMultipartUploadResult,
} from "./operations/initiate-multipart-upload.js";
export type { InvokeResult } from "./operations/invoke.js";
export type { BucketSummary, ListBucketsInput, ListBucketsResult } from "./operations/list-buckets.js";
export type {
  ListMultipartUploadsInput,
  ListMultipartUploadsResult,
  UploadSummary,
} from "./operations/list-multipart-uploads.js";
export type { ListObjectsV2Input, ListObjectsV2Result } from "./operations/list-objects-v2.js";
export type { ListObjectsInput, ListObjectsResult } from "./operations/list-objects.js";
export type { ListPartsInput, ListPartsResult, PartSummary } from "./operations/list-parts.js";
export type { PutObjectAclInput, VersionResult } from "./operations/object-acl.js";
export type { GetObjectTaggingResult, PutObjectTaggingInput } from "./operations/object-tagging.js";
export type { BucketAcl, PutBucketInput } from "./operations/put-bucket.js";
export type { PutObjectInput, PutObjectResult, StoredBody } from "./operations/put-object.js";
export type { RestoreObjectInput, RestoreObjectResult } from "./operations/restore-object.js";
export type { AclResult } from "./operations/shared/acl-result.js";
export type { CopySourceFields } from "./operations/shared/copy-source.js";
export type { EncryptionResult } from "./operations/shared/encryption-result.js";
export type { Headers } from "./operations/shared/header-readers.js";
export type { ObjectSummary, Owner } from "./operations/shared/list-fields.js";
export type {
  BodyFields,
  CallbackFields,
  ConditionFields,
  ContentFields,
  CreationFields,
  EncryptionFields,
  ObjectAcl,
  ObjectTarget,
  PayerFields,
  StorageClass,
  VersionedTarget,
} from "./operations/shared/object-fields.js";
export type { ObjectAttributes } from "./operations/shared/object-result.js";
export type { ObjectListInput, ObjectListResult } from "./operations/shared/object-list.js";
export type { OperationResult } from "./operations/shared/operation-result.js";
export type { PartTarget, UploadTarget } from "./operations/shared/part-target.js";
export type { GetSymlinkResult, PutSymlinkInput } from "./operations/symlink.js";
export type { UploadPartCopyInput, UploadPartCopyResult } from "./operations/upload-part-copy.js";
export type { UploadPartInput, UploadPartResult } from "./operations/upload-part.js";
export type { ListPage, Paginator } from "./paginators/paginator.js";
export type { PaginatorOptions } from "./paginators/paginators.js";
export type { PresignOptions, PresignResult } from "./presign/presign.js";
export type { PresignInputs, PresignOperationName } from "./presign/presignable-operations.js";
export type { SigningContextV4 } from "./signing/canonical-request-v4.js";
export { ossRequestSigner, type OssRequestSignerOptions } from "./signing/oss-request-signer.js";
export { presignV1 } from "./signing/presign-v1.js";
export { presignV4 } from "./signing/presign-v4.js";
export { signV1 } from "./signing/sign-v1.js";
export { signV4 } from "./signing/sign-v4.js";
export type { SigningContextV1 } from "./signing/signature-v1.js";
export { SigningCache } from "./signing/signing-cache.js";
export {
  SigningContextError,
  type RequestToSign,
  type SigningContext,
  type SigningHeaders,
} from "./signing/signing-context.js";
export type { Copier, CopierOptions, CopyInput, CopyResult } from "./transfer/copier.js";
export type { Downloader, DownloaderOptions, DownloadResult } from "./transfer/downloader.js";
export type { GetObjectToFileResult } from "./transfer/get-object-to-file.js";
export type { AppendFileInput, ObjectAppender } from "./transfer/object-appender.js";
export type { ObjectReader, ObjectReaderOptions } from "./transfer/object-reader.js";
export type { Uploader, UploaderOptions, UploadInput, UploadResult } from "./transfer/uploader.js";
export { TransportError, type TransportErrorCode } from "./transport/transport-error.js";
export {
  AnonymousCredentialsProvider,
  CredentialsProviderFunc,
  EnvironmentVariableCredentialsProvider,
  FetcherCredentialsProvider,
  ProcessCredentialsProvider,
  StaticCredentialsProvider,
  fetcherRefreshPolicy,
  hasKeys,
  isAnonymous,
  isExpired,
  toCredentialsProviderFunc,
  type CredentialsFetcher,
  type CredentialsFetcherFunc,
  type CredentialsFunction,
  type CredentialsGetter,
  type CredentialsProvider,
  type EnvironmentVariableOptions,
  type FetcherOptions,
  type FetcherRefreshOptions,
  type OssCredentials,
  type PlainOssCredentials,
  type ProcessOptions,
} from "./credentials/index.js";
