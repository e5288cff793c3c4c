import type { Answer } from "../../http/answer.js";
import { listKeys } from "../../objects/list-keys.js";
import { Bucket } from "../../objects/bucket.js";
import { compareBytes } from "../../signatures/compare.js";
import { readXml } from "../../xml/read-xml.js";
import { readAcl } from "../access.js";
import { aclXml, ownerXml } from "../acl-xml.js";
import { readStorageClass } from "../dialect.js";
import { isoDate } from "../iso-date.js";
import { readLimit } from "../listing-query.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";
import { endpointsXml } from "./endpoints-xml.js";

/** `ListBuckets`. */
export function listBuckets(call: OssCall): Answer {
  const prefix = call.parameter("prefix") ?? "";
  const marker = call.parameter("marker") ?? "";
  const limit = readLimit(call, "max-keys", 100);
  const names = [...call.store.buckets.keys()].sort(compareBytes);
  const page = listKeys(names, { prefix, delimiter: "", after: marker, limit });
  return call.document("ListAllMyBucketsResult", {
    Owner: ownerXml(call),
    Prefix: prefix === "" ? undefined : prefix,
    Marker: marker === "" ? undefined : marker,
    MaxKeys: limit,
    IsTruncated: page.next !== undefined,
    NextMarker: page.next,
    Buckets: {
      Bucket: page.keys.map((name) => {
        const bucket = call.bucket(name);
        return {
          Name: name,
          Location: `oss-${call.context.region}`,
          Region: call.context.region,
          CreationDate: isoDate(bucket.createdAt),
          StorageClass: bucket.storageClass,
          ...endpointsXml(call.context.region),
        };
      }),
    },
  });
}

/** `PutBucket`. */
export async function putBucket(call: OssCall): Promise<Answer> {
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(call.bucketName)) {
    throw new OssFailure("InvalidBucketName", { details: { BucketName: call.bucketName } });
  }
  if (call.store.buckets.has(call.bucketName)) {
    const code = call.dialect.followsS3 ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists";
    throw new OssFailure(code, { details: { BucketName: call.bucketName } });
  }
  const acl = readAcl(call.vendorHeader("acl"), "private");
  const body = (await call.exchange.readBody()).toString();
  const configuration = body === "" ? undefined : readXml(body, "CreateBucketConfiguration");
  if (body !== "" && configuration === undefined) throw new OssFailure("MalformedXML");
  const bucket = new Bucket({
    name: call.bucketName,
    createdAt: call.now,
    acl,
    storageClass: readStorageClass(configuration?.textOf("StorageClass")),
    redundancy: configuration?.textOf("DataRedundancyType") ?? "LRS",
  });
  call.store.buckets.set(bucket.name, bucket);
  return { status: 200, headers: { Location: `/${bucket.name}` } };
}

/** `DeleteBucket`. */
export function deleteBucket(call: OssCall): Answer {
  const bucket = call.bucket();
  if (!bucket.isEmpty || bucket.uploads.size > 0) {
    throw new OssFailure("BucketNotEmpty", { details: { BucketName: bucket.name } });
  }
  call.store.buckets.delete(bucket.name);
  return { status: 204 };
}

/** `HeadBucket`, which only S3 has. */
export function headBucket(call: OssCall): Answer {
  call.bucket();
  return { status: 200, headers: { "x-amz-bucket-region": call.context.region } };
}

/** `GetBucketAcl`. */
export function getBucketAcl(call: OssCall): Answer {
  return aclXml(call, call.bucket().acl);
}

/** `PutBucketAcl`: takes the canned ACL of the header. */
export function putBucketAcl(call: OssCall): Answer {
  const bucket = call.bucket();
  bucket.acl = readAcl(call.vendorHeader("acl"), bucket.acl);
  return { status: 200 };
}

/** `GetBucketLocation`. */
export function getBucketLocation(call: OssCall): Answer {
  call.bucket();
  const { region } = call.context;
  return call.document("LocationConstraint", call.dialect.followsS3 ? region : `oss-${region}`);
}
