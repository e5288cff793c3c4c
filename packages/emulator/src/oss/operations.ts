import type { Answer } from "../http/answer.js";
import type { RequiredAccess } from "./access.js";
import {
  deleteBucketConfiguration,
  getBucketConfiguration,
  putBucketConfiguration,
} from "./buckets/bucket-configuration.js";
import {
  deleteBucket,
  getBucketAcl,
  getBucketLocation,
  headBucket,
  listBuckets,
  putBucket,
  putBucketAcl,
} from "./buckets/bucket-operations.js";
import { getBucketVersioning, putBucketVersioning } from "./buckets/bucket-versioning.js";
import { getBucketInfo, getBucketStat } from "./buckets/describe-bucket.js";
import { listObjects, listObjectsV2 } from "./buckets/list-objects.js";
import { listObjectVersions } from "./buckets/list-versions.js";
import { completeMultipartUpload } from "./multipart/complete-upload.js";
import { uploadPart, uploadPartCopy } from "./multipart/upload-part.js";
import { abortMultipartUpload, initiateMultipartUpload, listMultipartUploads, listParts } from "./multipart/uploads.js";
import { appendObject } from "./objects/append-object.js";
import { copyObject } from "./objects/copy-object.js";
import { deleteMultipleObjects, deleteObject } from "./objects/delete-objects.js";
import { getObjectAcl, putObjectAcl } from "./objects/object-acl.js";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./objects/object-tagging.js";
import { putObject } from "./objects/put-object.js";
import { getObject, getObjectMeta, headObject } from "./objects/read-object.js";
import { restoreObject } from "./objects/restore-object.js";
import { getSymlink, putSymlink } from "./objects/symlink.js";
import { CONFIGURATIONS } from "./operation-name.js";
import type { OssCall } from "./oss-call.js";

/** An operation: who may call it, and what it does. */
export interface OssOperation {
  readonly access: RequiredAccess;
  readonly run: (call: OssCall) => Answer | Promise<Answer>;
  /** True when it reads the body as a stream and checks the hash that was signed itself. */
  readonly streams?: boolean;
}

/** All operations, by the vendor's names. */
export const operations: ReadonlyMap<string, OssOperation> = new Map<string, OssOperation>([
  ["AbortMultipartUpload", { access: "write", run: abortMultipartUpload }],
  ["AppendObject", { access: "write", run: appendObject, streams: true }],
  ["CompleteMultipartUpload", { access: "write", run: completeMultipartUpload }],
  ["CopyObject", { access: "write", run: copyObject }],
  ["DeleteBucket", { access: "owner", run: deleteBucket }],
  ["DeleteMultipleObjects", { access: "write", run: deleteMultipleObjects }],
  ["DeleteObject", { access: "write", run: deleteObject }],
  ["DeleteObjectTagging", { access: "owner", run: deleteObjectTagging }],
  ["GetBucketAcl", { access: "owner", run: getBucketAcl }],
  ["GetBucketInfo", { access: "owner", run: getBucketInfo }],
  ["GetBucketLocation", { access: "owner", run: getBucketLocation }],
  ["GetBucketStat", { access: "owner", run: getBucketStat }],
  ["GetBucketVersioning", { access: "owner", run: getBucketVersioning }],
  ["GetObject", { access: "read", run: getObject }],
  ["GetObjectAcl", { access: "owner", run: getObjectAcl }],
  ["GetObjectMeta", { access: "read", run: getObjectMeta }],
  ["GetObjectTagging", { access: "owner", run: getObjectTagging }],
  ["GetSymlink", { access: "read", run: getSymlink }],
  ["HeadBucket", { access: "owner", run: headBucket }],
  ["HeadObject", { access: "read", run: headObject }],
  ["InitiateMultipartUpload", { access: "write", run: initiateMultipartUpload }],
  ["ListBuckets", { access: "owner", run: listBuckets }],
  ["ListMultipartUploads", { access: "owner", run: listMultipartUploads }],
  ["ListObjectVersions", { access: "read", run: listObjectVersions }],
  ["ListObjects", { access: "read", run: listObjects }],
  ["ListObjectsV2", { access: "read", run: listObjectsV2 }],
  ["ListParts", { access: "owner", run: listParts }],
  ["PutBucket", { access: "owner", run: putBucket }],
  ["PutBucketAcl", { access: "owner", run: putBucketAcl }],
  ["PutBucketVersioning", { access: "owner", run: putBucketVersioning }],
  ["PutObject", { access: "write", run: putObject, streams: true }],
  ["PutObjectAcl", { access: "owner", run: putObjectAcl }],
  ["PutObjectTagging", { access: "owner", run: putObjectTagging }],
  ["PutSymlink", { access: "write", run: putSymlink }],
  ["RestoreObject", { access: "write", run: restoreObject }],
  ["UploadPart", { access: "write", run: uploadPart, streams: true }],
  ["UploadPartCopy", { access: "write", run: uploadPartCopy }],
  ...[...CONFIGURATIONS.keys()].flatMap(configurationOperations),
]);

function configurationOperations(name: string): [string, OssOperation][] {
  const suffix = `Bucket${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [
    [`Put${suffix}`, { access: "owner", run: putBucketConfiguration }],
    [`Get${suffix}`, { access: "owner", run: getBucketConfiguration }],
    [`Delete${suffix}`, { access: "owner", run: deleteBucketConfiguration }],
  ];
}
