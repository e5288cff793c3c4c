import type { Answer } from "../../http/answer.js";
import { parseQuery } from "../../http/query.js";
import type { ObjectAttributes, StoredObject } from "../../objects/stored-object.js";
import { httpDate } from "../../clock/http-date.js";
import { readAcl } from "../access.js";
import { readStorageClass, writeStorageClass } from "../dialect.js";
import type { OssCall } from "../oss-call.js";
import { invalidArgument } from "../oss-failure.js";

const CONTENT_HEADERS = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
];
const ENCRYPTION_HEADERS = ["server-side-encryption", "server-side-data-encryption", "server-side-encryption-key-id"];
const STORAGE_CLASSES = new Set(["Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"]);
/** User metadata may be this long, in bytes, names and values together. */
const MAX_METADATA = 8 * 1024;
const MAX_TAGS = 10;

/** What the headers of a writing request say about its object. */
export function readAttributes(call: OssCall): ObjectAttributes {
  return {
    headers: { "content-type": "application/octet-stream", ...pick(CONTENT_HEADERS, (name) => call.header(name)) },
    metadata: readMetadata(call),
    storageClass: readClass(call),
    acl: readAcl(call.header(call.dialect.objectAclHeader), "default"),
    tags: readTags(call.vendorHeader("tagging")),
    encryption: pick(ENCRYPTION_HEADERS, (name) => call.vendorHeader(name)),
  };
}

/** The headers that describe an object in an answer. */
export function objectHeaders(call: OssCall, object: StoredObject): Record<string, string | number> {
  return {
    ...object.headers,
    "Accept-Ranges": "bytes",
    ETag: `"${object.etag}"`,
    "Last-Modified": httpDate(object.lastModified),
    ...(object.contentMd5 === undefined ? {} : { "Content-MD5": object.contentMd5 }),
    ...call.vendorHeaders(
      Object.fromEntries(Object.entries(object.metadata).map(([name, value]) => [`meta-${name}`, value])),
    ),
    ...call.vendorHeaders(object.encryption),
    ...call.vendorHeaders({
      "storage-class": writeStorageClass(call.dialect, object.storageClass),
      "tagging-count": object.tags.size === 0 ? undefined : object.tags.size,
      restore: restoreHeader(object, call.now),
    }),
    ...call.versionHeader(object),
    ...crc64Header(call, object),
    ...(call.dialect.showsCrc64 ? call.vendorHeaders({ "object-type": object.type }) : {}),
    ...(object.type === "Appendable" ? call.vendorHeaders({ "next-append-position": object.blob.size }) : {}),
  };
}

/** The headers that answer a write. */
export function writtenHeaders(call: OssCall, object: StoredObject): Answer["headers"] {
  return {
    ETag: `"${object.etag}"`,
    ...(object.contentMd5 === undefined ? {} : { "Content-MD5": object.contentMd5 }),
    ...call.versionHeader(object),
    ...crc64Header(call, object),
    ...call.vendorHeaders(object.encryption),
  };
}

/** The header with a CRC-64, for clients that know it. */
export function crc64Header(call: OssCall, { crc64 }: { readonly crc64: bigint }): Record<string, string | number> {
  return call.dialect.showsCrc64 ? call.vendorHeaders({ "hash-crc64ecma": crc64.toString() }) : {};
}

/** Tags from the form of the tagging header, `k=v&k2=v2`. Throws `InvalidArgument`. */
export function readTags(text: string | undefined): ReadonlyMap<string, string> {
  const tags = new Map(parseQuery(text ?? ""));
  if (
    tags.size > MAX_TAGS ||
    [...tags].some(([name, value]) => name === "" || name.length > 128 || value.length > 256)
  ) {
    throw invalidArgument("tagging", text ?? "", "An object has at most 10 tags, of 128 and 256 characters.");
  }
  return tags;
}

function readMetadata(call: OssCall): Record<string, string> {
  const prefix = `${call.dialect.headerPrefix}meta-`;
  const metadata: [string, string][] = [];
  let size = 0;
  for (const name of call.exchange.headerNames) {
    if (!name.startsWith(prefix)) continue;
    const value = (call.header(name) ?? "").trim();
    metadata.push([name.slice(prefix.length), value]);
    size += name.length + Buffer.byteLength(value);
  }
  if (size > MAX_METADATA) throw invalidArgument("metadata", String(size), "User metadata is longer than 8 KiB.");
  return Object.fromEntries(metadata);
}

function readClass(call: OssCall): string {
  const storageClass = readStorageClass(call.vendorHeader("storage-class"));
  if (STORAGE_CLASSES.has(storageClass)) return storageClass;
  throw invalidArgument("storage-class", storageClass, "There is no such storage class.");
}

function restoreHeader({ restored }: StoredObject, now: number): string | undefined {
  if (restored === undefined || now > restored.until) return undefined;
  if (now < restored.from) return 'ongoing-request="true"';
  return `ongoing-request="false", expiry-date="${httpDate(restored.until)}"`;
}

function pick(names: readonly string[], read: (name: string) => string | undefined): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = read(name);
    if (value !== undefined && value !== "") picked[name] = value;
  }
  return picked;
}
