import type { Answer } from "../../http/answer.js";
import { listKeys, type KeyPage } from "../../objects/list-keys.js";
import type { StoredObject } from "../../objects/stored-object.js";
import type { XmlFields } from "../../xml/write-xml.js";
import { ownerXml } from "../acl-xml.js";
import { writeStorageClass } from "../dialect.js";
import { isoDate } from "../iso-date.js";
import { keyWriter, readLimit } from "../listing-query.js";
import type { OssCall } from "../oss-call.js";
import { invalidArgument } from "../oss-failure.js";

/** `ListObjects`, the older form, paged by the last key. */
export function listObjects(call: OssCall): Answer {
  const marker = call.parameter("marker") ?? "";
  const { page, fields, write } = list(call, marker, true);
  return call.document("ListBucketResult", {
    ...fields,
    Marker: write(marker),
    NextMarker: page.next === undefined ? undefined : write(page.next),
  });
}

/** `ListObjectsV2`, paged by a token. */
export function listObjectsV2(call: OssCall): Answer {
  const token = call.parameter("continuation-token");
  const startAfter = call.parameter("start-after");
  const after = token === undefined || token === "" ? (startAfter ?? "") : readToken(token);
  const { page, fields, write } = list(call, after, call.parameter("fetch-owner") === "true");
  return call.document("ListBucketResult", {
    ...fields,
    StartAfter: startAfter === undefined ? undefined : write(startAfter),
    ContinuationToken: token,
    NextContinuationToken: page.next === undefined ? undefined : writeToken(page.next),
    KeyCount: page.keys.length + page.commonPrefixes.length,
  });
}

interface Listing {
  readonly page: KeyPage;
  readonly fields: XmlFields;
  readonly write: (key: string) => string;
}

function list(call: OssCall, after: string, withOwner: boolean): Listing {
  const bucket = call.bucket();
  const write = keyWriter(call);
  const prefix = call.parameter("prefix") ?? "";
  const delimiter = call.parameter("delimiter") ?? "";
  const limit = readLimit(call, "max-keys", call.dialect.defaultMaxKeys);
  const page = listKeys(bucket.keys(), { prefix, delimiter, after, limit });
  const objects = page.keys.map((key) => bucket.get(key)).filter((object) => object !== undefined);
  const fields = {
    Name: bucket.name,
    Prefix: write(prefix),
    MaxKeys: limit,
    Delimiter: delimiter === "" ? undefined : write(delimiter),
    EncodingType: call.parameter("encoding-type"),
    IsTruncated: page.next !== undefined,
    Contents: objects.map((object) => contents(call, object, write, withOwner)),
    CommonPrefixes: page.commonPrefixes.map((entry) => ({ Prefix: write(entry) })),
  };
  return { page, fields, write };
}

function contents(call: OssCall, object: StoredObject, write: (key: string) => string, withOwner: boolean): XmlFields {
  return {
    Key: write(object.key),
    LastModified: isoDate(object.lastModified),
    ETag: `"${object.etag}"`,
    Type: object.type,
    Size: object.blob.size,
    StorageClass: writeStorageClass(call.dialect, object.storageClass),
    Owner: withOwner ? ownerXml(call) : undefined,
  };
}

function writeToken(key: string): string {
  return Buffer.from(key).toString("base64url");
}

function readToken(token: string): string {
  const key = Buffer.from(token, "base64url").toString();
  if (writeToken(key) === token) return key;
  throw invalidArgument("continuation-token", token, "The continuation token provided is incorrect.");
}
