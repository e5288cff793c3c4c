import type { BodyInput } from "../../body/body-input.js";
import type { ProgressListener } from "../../client/operation-input.js";
import { encodeComponent } from "../../signing/percent-encoding.js";
import { mapFields, type FieldNames } from "./fields.js";

/** Who pays for a request: the requester instead of the bucket's owner. */
export interface PayerFields {
  readonly requestPayer?: "requester" | undefined;
}

/** An object by name. */
export interface ObjectTarget extends PayerFields {
  readonly bucket: string;
  readonly key: string;
}

/** A version of an object, the latest where none is named. */
export interface VersionedTarget extends ObjectTarget {
  readonly versionId?: string | undefined;
}

/** Headers that are stored with an object and come back with it. */
export interface ContentFields {
  readonly cacheControl?: string | undefined;
  readonly contentDisposition?: string | undefined;
  readonly contentEncoding?: string | undefined;
  /** Default: by the key's extension, else `application/octet-stream`. */
  readonly contentType?: string | undefined;
  readonly expires?: Date | string | undefined;
  /** Sent as `x-oss-meta-` headers; names come back in lower case. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Encryption on the server. */
export interface EncryptionFields {
  readonly serverSideEncryption?: "AES256" | "KMS" | "SM4" | undefined;
  readonly serverSideDataEncryption?: "SM4" | undefined;
  readonly serverSideEncryptionKeyId?: string | undefined;
}

/** Who may read and write an object. */
export type ObjectAcl = "default" | "private" | "public-read" | "public-read-write";

/** How an object is stored. */
export type StorageClass = "Standard" | "IA" | "Archive" | "ColdArchive" | "DeepColdArchive";

/** Settings of an object that is being made. */
export interface CreationFields extends ContentFields, EncryptionFields {
  readonly objectAcl?: ObjectAcl | undefined;
  readonly storageClass?: StorageClass | undefined;
  /** Fails with `FileAlreadyExists` when there is such an object. */
  readonly forbidOverwrite?: boolean | undefined;
  /** Encoded already when given as a text: `k=v&k2=v2`. */
  readonly tagging?: string | Readonly<Record<string, string>> | undefined;
  /** In bit/s, 245,760 to 838,860,800. */
  readonly trafficLimit?: number | undefined;
}

/** A body to upload. */
export interface BodyFields {
  /** Default: empty. */
  readonly body?: BodyInput | undefined;
  /** Bytes of a stream, where they are known; otherwise it is sent in chunks of unknown number. */
  readonly contentLength?: number | undefined;
  /** In Base64, checked by the service. */
  readonly contentMd5?: string | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** A callback of the service to the application, both values Base64 of JSON. */
export interface CallbackFields {
  readonly callback?: string | undefined;
  readonly callbackVar?: string | undefined;
}

/** Conditions under which a request is carried out. */
export interface ConditionFields {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: Date | string | undefined;
  readonly ifUnmodifiedSince?: Date | string | undefined;
}

const payer: FieldNames = { requestPayer: "x-oss-request-payer" };

const encryption: FieldNames = {
  serverSideEncryption: "x-oss-server-side-encryption",
  serverSideDataEncryption: "x-oss-server-side-data-encryption",
  serverSideEncryptionKeyId: "x-oss-server-side-encryption-key-id",
};

/** Wire names of {@link PayerFields}. */
export const payerHeaders: FieldNames = payer;

/** Wire names of {@link ConditionFields}. */
export const conditionHeaders: FieldNames = {
  ...payer,
  ifMatch: "if-match",
  ifNoneMatch: "if-none-match",
  ifModifiedSince: "if-modified-since",
  ifUnmodifiedSince: "if-unmodified-since",
};

const creation: FieldNames = {
  ...payer,
  ...encryption,
  cacheControl: "cache-control",
  contentDisposition: "content-disposition",
  contentEncoding: "content-encoding",
  contentType: "content-type",
  contentMd5: "content-md5",
  expires: "expires",
  objectAcl: "x-oss-object-acl",
  storageClass: "x-oss-storage-class",
  forbidOverwrite: "x-oss-forbid-overwrite",
  trafficLimit: "x-oss-traffic-limit",
};

/** Wire names of {@link CallbackFields}. */
export const callbackHeaders: FieldNames = { callback: "x-oss-callback", callbackVar: "x-oss-callback-var" };

/** The headers of a request that makes an object. */
export function creationHeaders(input: CreationFields & PayerFields): Record<string, string> {
  const headers = mapFields(input, creation);
  const { metadata, tagging } = input;
  for (const name in metadata) headers[`x-oss-meta-${name}`] = metadata[name] ?? "";
  const tags = typeof tagging === "object" ? encodeTags(tagging) : tagging;
  if (tags) headers["x-oss-tagging"] = tags;
  return headers;
}

function encodeTags(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${encodeComponent(name)}=${encodeComponent(value)}`)
    .join("&");
}
