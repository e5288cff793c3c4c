import type { Answer } from "../../http/answer.js";
import type { Bucket } from "../../objects/bucket.js";
import { listEntries } from "../../objects/list-entries.js";
import { isDeleteMarker, versionIdOf, type ObjectVersion } from "../../objects/object-version.js";
import { compareBytes } from "../../signatures/compare.js";
import type { XmlFields } from "../../xml/write-xml.js";
import { ownerXml } from "../acl-xml.js";
import { writeStorageClass } from "../dialect.js";
import { isoDate } from "../iso-date.js";
import { keyWriter, readLimit } from "../listing-query.js";
import type { OssCall } from "../oss-call.js";

/** A version in a listing. */
interface Entry {
  readonly key: string;
  readonly version: ObjectVersion;
  readonly isLatest: boolean;
}

/** `ListObjectVersions`: all versions of all objects and their delete markers, by key, the latest of each first. */
export function listObjectVersions(call: OssCall): Answer {
  const bucket = call.bucket();
  const write = keyWriter(call);
  const prefix = call.parameter("prefix") ?? "";
  const delimiter = call.parameter("delimiter") ?? "";
  const marker = call.parameter("key-marker") ?? "";
  const idMarker = call.parameter("version-id-marker") ?? "";
  const limit = readLimit(call, "max-keys", call.dialect.defaultMaxKeys);
  const page = listEntries(following(bucket, marker, idMarker), { prefix, delimiter, marker, limit });
  const { entries, last } = page;
  return call.document("ListVersionsResult", {
    Name: bucket.name,
    Prefix: write(prefix),
    KeyMarker: write(marker),
    VersionIdMarker: idMarker,
    NextKeyMarker: last === undefined ? undefined : write(typeof last === "string" ? last : last.key),
    NextVersionIdMarker: typeof last === "object" ? versionIdOf(last.version) : undefined,
    MaxKeys: limit,
    Delimiter: delimiter === "" ? undefined : write(delimiter),
    EncodingType: call.parameter("encoding-type"),
    IsTruncated: last !== undefined,
    Version: entries.filter(({ version }) => !isDeleteMarker(version)).map((entry) => versionXml(call, entry, write)),
    DeleteMarker: entries
      .filter(({ version }) => isDeleteMarker(version))
      .map((entry) => versionXml(call, entry, write)),
    CommonPrefixes: page.commonPrefixes.map((entry) => ({ Prefix: write(entry) })),
  });
}

/** What comes after the markers: without the id of a version, everything after the key; with one, also the older ones of that key. */
function following(bucket: Bucket, keyMarker: string, idMarker: string): Entry[] {
  const keys = [...bucket.history.keys()].filter((key) => compareBytes(key, keyMarker) >= 0).sort(compareBytes);
  return keys.flatMap((key) => {
    const versions = bucket.history.get(key)?.toReversed() ?? [];
    const entries = versions.map((version, index) => ({ key, version, isLatest: index === 0 }));
    if (key !== keyMarker) return entries;
    const index = entries.findIndex(({ version }) => versionIdOf(version) === idMarker);
    return index < 0 ? [] : entries.slice(index + 1);
  });
}

function versionXml(call: OssCall, { key, version, isLatest }: Entry, write: (key: string) => string): XmlFields {
  const common = {
    Key: write(key),
    VersionId: versionIdOf(version),
    IsLatest: isLatest,
    LastModified: isoDate(version.lastModified),
  };
  if (isDeleteMarker(version)) return { ...common, Owner: ownerXml(call) };
  return {
    ...common,
    ETag: `"${version.etag}"`,
    Type: version.type,
    Size: version.blob.size,
    StorageClass: writeStorageClass(call.dialect, version.storageClass),
    Owner: ownerXml(call),
  };
}
