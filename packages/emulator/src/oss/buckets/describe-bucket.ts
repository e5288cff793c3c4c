import type { Answer } from "../../http/answer.js";
import { isDeleteMarker } from "../../objects/object-version.js";
import { ownerXml } from "../acl-xml.js";
import { isoDate } from "../iso-date.js";
import type { OssCall } from "../oss-call.js";
import { endpointsXml } from "./endpoints-xml.js";

/** `GetBucketInfo`. */
export function getBucketInfo(call: OssCall): Answer {
  const bucket = call.bucket();
  const { region } = call.context;
  return call.document("BucketInfo", {
    Bucket: {
      Name: bucket.name,
      Location: `oss-${region}`,
      CreationDate: isoDate(bucket.createdAt),
      ...endpointsXml(region),
      AccessControlList: { Grant: bucket.acl },
      DataRedundancyType: bucket.redundancy,
      Owner: ownerXml(call),
      StorageClass: bucket.storageClass,
      ResourceGroupId: "rg-default",
      ServerSideEncryptionRule: { SSEAlgorithm: "None" },
      Versioning: bucket.versioning,
      TransferAcceleration: "Disabled",
      CrossRegionReplication: "Disabled",
      AccessMonitor: "Disabled",
      BucketPolicy: { LogBucket: "", LogPrefix: "" },
      Comment: "",
      BlockPublicAccess: false,
    },
  });
}

/** `GetBucketStat`: how much is stored, for each storage class too. */
export function getBucketStat(call: OssCall): Answer {
  const bucket = call.bucket();
  const objects = bucket.values();
  const versions = [...bucket.history.values()].flat();
  const kept = versions.flatMap((version) => (isDeleteMarker(version) ? [] : [version]));
  const parts = [...bucket.uploads.values()].flatMap((upload) => [...upload.parts.values()]);
  const size = (storageClass: string): number => sum(objects.filter((object) => object.storageClass === storageClass));
  const count = (storageClass: string): number =>
    objects.filter((object) => object.storageClass === storageClass).length;
  return call.document("BucketStat", {
    Storage: sum(kept) + sum(parts),
    ObjectCount: objects.length,
    MultipartUploadCount: bucket.uploads.size,
    MultipartPartCount: parts.length,
    LiveChannelCount: 0,
    DeleteMarkerCount: versions.length - kept.length,
    LastModifiedTime: Math.floor(call.now / 1000),
    StandardStorage: size("Standard"),
    StandardObjectCount: count("Standard"),
    InfrequentAccessStorage: size("IA"),
    InfrequentAccessObjectCount: count("IA"),
    ArchiveStorage: size("Archive"),
    ArchiveObjectCount: count("Archive"),
    ColdArchiveStorage: size("ColdArchive"),
    ColdArchiveObjectCount: count("ColdArchive"),
  });
}

function sum(stored: readonly { readonly blob: { readonly size: number } }[]): number {
  return stored.reduce((total, { blob }) => total + blob.size, 0);
}
