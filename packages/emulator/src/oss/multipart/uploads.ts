import type { Answer } from "../../http/answer.js";
import { listEntries } from "../../objects/list-entries.js";
import type { MultipartUpload } from "../../objects/multipart-upload.js";
import { sortedParts } from "../../objects/multipart-upload.js";
import { newUploadId } from "../../objects/object-store.js";
import { compareBytes } from "../../signatures/compare.js";
import { ownerXml } from "../acl-xml.js";
import { writeStorageClass } from "../dialect.js";
import { isoDate } from "../iso-date.js";
import { keyWriter, readLimit } from "../listing-query.js";
import { readAttributes } from "../objects/attributes.js";
import { checkKey, checkOverwrite } from "../objects/put-object.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";

/** The upload that the query names; throws `NoSuchUpload`. */
export function findUpload(call: OssCall): MultipartUpload {
  const id = call.parameter("uploadId") ?? "";
  const upload = call.bucket().uploads.get(id);
  if (upload?.key !== call.key) {
    throw new OssFailure("NoSuchUpload", { details: { UploadId: id } });
  }
  return upload;
}

/** `InitiateMultipartUpload`. */
export function initiateMultipartUpload(call: OssCall): Answer {
  const bucket = call.bucket();
  checkKey(call.key);
  checkOverwrite(call);
  const upload: MultipartUpload = {
    id: newUploadId(),
    key: call.key,
    initiatedAt: call.now,
    attributes: readAttributes(call),
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  return call.document("InitiateMultipartUploadResult", {
    EncodingType: call.parameter("encoding-type"),
    Bucket: bucket.name,
    Key: keyWriter(call)(call.key),
    UploadId: upload.id,
  });
}

/** `AbortMultipartUpload`. */
export async function abortMultipartUpload(call: OssCall): Promise<Answer> {
  const upload = findUpload(call);
  call.bucket().uploads.delete(upload.id);
  await Promise.all(sortedParts(upload).map((part) => part.blob.delete()));
  return { status: 204 };
}

/** `ListParts`. */
export function listParts(call: OssCall): Answer {
  const upload = findUpload(call);
  const marker = Number(call.parameter("part-number-marker") ?? "0");
  const limit = readLimit(call, "max-parts", 1000);
  const rest = sortedParts(upload).filter((part) => part.number > marker);
  const page = rest.slice(0, limit);
  return call.document("ListPartsResult", {
    EncodingType: call.parameter("encoding-type"),
    Bucket: call.bucketName,
    Key: keyWriter(call)(upload.key),
    UploadId: upload.id,
    StorageClass: writeStorageClass(call.dialect, upload.attributes.storageClass),
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? marker,
    MaxParts: limit,
    IsTruncated: rest.length > page.length,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: isoDate(part.lastModified),
      ETag: `"${part.etag}"`,
      HashCrc64ecma: part.crc64.toString(),
      Size: part.blob.size,
    })),
  });
}

/** `ListMultipartUploads`. */
export function listMultipartUploads(call: OssCall): Answer {
  const bucket = call.bucket();
  const write = keyWriter(call);
  const prefix = call.parameter("prefix") ?? "";
  const delimiter = call.parameter("delimiter") ?? "";
  const keyMarker = call.parameter("key-marker") ?? "";
  const idMarker = call.parameter("upload-id-marker") ?? "";
  const limit = readLimit(call, "max-uploads", 1000);
  const following = [...bucket.uploads.values()]
    .filter((upload) => isAfter(upload, keyMarker, idMarker))
    .sort((left, right) => compareBytes(left.key, right.key) || compareBytes(left.id, right.id));
  const { entries, commonPrefixes, last } = listEntries(following, { prefix, delimiter, marker: keyMarker, limit });
  return call.document("ListMultipartUploadsResult", {
    EncodingType: call.parameter("encoding-type"),
    Bucket: bucket.name,
    KeyMarker: write(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: last === undefined ? undefined : write(typeof last === "string" ? last : last.key),
    NextUploadIdMarker: typeof last === "object" ? last.id : undefined,
    Prefix: write(prefix),
    Delimiter: write(delimiter),
    MaxUploads: limit,
    IsTruncated: last !== undefined,
    Upload: entries.map((upload) => ({
      Key: write(upload.key),
      UploadId: upload.id,
      Owner: ownerXml(call),
      StorageClass: writeStorageClass(call.dialect, upload.attributes.storageClass),
      Initiated: isoDate(upload.initiatedAt),
    })),
    CommonPrefixes: commonPrefixes.map((entry) => ({ Prefix: write(entry) })),
  });
}

/** Without an id marker, everything after the key; with one, also later uploads of that key. */
function isAfter(upload: MultipartUpload, keyMarker: string, idMarker: string): boolean {
  const order = compareBytes(upload.key, keyMarker);
  return keyMarker === "" || order > 0 || (order === 0 && idMarker !== "" && compareBytes(upload.id, idMarker) > 0);
}
