import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { encodedKeys, mapFields } from "./shared/fields.js";
import { payerHeaders } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import type { UploadTarget } from "./shared/part-target.js";
import { runForXml, type ResultFields } from "./shared/run.js";
import {
  decodedText,
  flag,
  list,
  text,
  textOrEmpty,
  time,
  whole,
  wholeOrZero,
  type XmlSource,
} from "./shared/xml-readers.js";

/** Request of `listParts`. */
export interface ListPartsInput extends UploadTarget {
  /** 1 to 1,000. The service's default is 1,000. */
  readonly maxParts?: number | undefined;
  /** The listing starts after this part. */
  readonly partNumberMarker?: number | undefined;
}

/** A part in a listing. */
export interface PartSummary {
  readonly partNumber: number;
  readonly etag: string;
  /** In bytes. */
  readonly size: number;
  readonly lastModified?: Date;
  /** CRC-64 in decimal. */
  readonly hashCrc64?: string;
}

/** Result of `listParts`. */
export interface ListPartsResult extends OperationResult {
  readonly parts: readonly PartSummary[];
  readonly isTruncated: boolean;
  readonly nextPartNumberMarker?: number;
  readonly partNumberMarker?: number;
  readonly maxParts?: number;
  readonly bucket?: string;
  readonly key?: string;
  readonly uploadId?: string;
  readonly storageClass?: string;
}

const readers: FieldReaders<XmlSource, ResultFields<ListPartsResult>> = {
  parts: list<PartSummary>("Part", {
    partNumber: wholeOrZero("PartNumber"),
    etag: textOrEmpty("ETag"),
    size: wholeOrZero("Size"),
    lastModified: time("LastModified"),
    hashCrc64: text("HashCrc64ecma"),
  }),
  isTruncated: flag("IsTruncated"),
  nextPartNumberMarker: whole("NextPartNumberMarker"),
  partNumberMarker: whole("PartNumberMarker"),
  maxParts: whole("MaxParts"),
  bucket: text("Bucket"),
  key: decodedText("Key"),
  uploadId: text("UploadId"),
  storageClass: text("StorageClass"),
};

/** Lists a page of the parts that were uploaded. `listPartsPages` goes through all of them. */
export async function listParts(
  runtime: ClientRuntime,
  input: ListPartsInput,
  options: CallOptions = {},
): Promise<ListPartsResult> {
  requireFields(input, "bucket", "key", "uploadId");
  const { bucket, key, uploadId } = input;
  const names = { maxParts: "max-parts", partNumberMarker: "part-number-marker" };
  const query = mapFields(input, names, { uploadId });
  const headers = mapFields(input, payerHeaders);
  const traits = { retriesBrokenBody: true, defaultQuery: encodedKeys };
  const operation = { operation: "ListParts", method: "GET", bucket, key, headers, query, traits } as const;
  return runForXml(runtime, operation, options, "ListPartsResult", readers);
}
