import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { encodedKeys, mapFields, type FieldNames } from "./shared/fields.js";
import { payerHeaders, type PayerFields } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { runForXml, type ResultFields } from "./shared/run.js";
import {
  decodedText,
  decodedTextOrEmpty,
  decodedTexts,
  flag,
  list,
  text,
  textOrEmpty,
  time,
  whole,
  type XmlSource,
} from "./shared/xml-readers.js";

/** Request of `listMultipartUploads`. */
export interface ListMultipartUploadsInput extends PayerFields {
  readonly bucket: string;
  readonly prefix?: string | undefined;
  readonly delimiter?: string | undefined;
  /** The listing starts after this key. */
  readonly keyMarker?: string | undefined;
  /** With `keyMarker`: it starts after this upload of that key. */
  readonly uploadIdMarker?: string | undefined;
  /** 1 to 1,000. */
  readonly maxUploads?: number | undefined;
}

/** An upload that is neither completed nor aborted. */
export interface UploadSummary {
  readonly key: string;
  readonly uploadId: string;
  readonly initiated?: Date;
}

/** Result of `listMultipartUploads`. */
export interface ListMultipartUploadsResult extends OperationResult {
  readonly uploads: readonly UploadSummary[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  readonly nextKeyMarker?: string;
  readonly nextUploadIdMarker?: string;
  readonly bucket?: string;
  readonly keyMarker?: string;
  readonly uploadIdMarker?: string;
  readonly prefix?: string;
  readonly delimiter?: string;
  readonly maxUploads?: number;
}

const queryNames: FieldNames = {
  prefix: "prefix",
  delimiter: "delimiter",
  keyMarker: "key-marker",
  uploadIdMarker: "upload-id-marker",
  maxUploads: "max-uploads",
};

const readers: FieldReaders<XmlSource, ResultFields<ListMultipartUploadsResult>> = {
  uploads: list<UploadSummary>("Upload", {
    key: decodedTextOrEmpty("Key"),
    uploadId: textOrEmpty("UploadId"),
    initiated: time("Initiated"),
  }),
  commonPrefixes: decodedTexts("CommonPrefixes", "Prefix"),
  isTruncated: flag("IsTruncated"),
  nextKeyMarker: decodedText("NextKeyMarker"),
  nextUploadIdMarker: text("NextUploadIdMarker"),
  bucket: text("Bucket"),
  keyMarker: decodedText("KeyMarker"),
  uploadIdMarker: text("UploadIdMarker"),
  prefix: decodedText("Prefix"),
  delimiter: decodedText("Delimiter"),
  maxUploads: whole("MaxUploads"),
};

/** Lists a page of a bucket's unfinished uploads. `listMultipartUploadsPages` goes through all of them. */
export async function listMultipartUploads(
  runtime: ClientRuntime,
  input: ListMultipartUploadsInput,
  options: CallOptions = {},
): Promise<ListMultipartUploadsResult> {
  requireFields(input, "bucket");
  const { bucket } = input;
  const query = mapFields(input, queryNames, { uploads: "" });
  const headers = mapFields(input, payerHeaders);
  const traits = { retriesBrokenBody: true, defaultQuery: encodedKeys };
  const operation = { operation: "ListMultipartUploads", method: "GET", bucket, headers, query, traits } as const;
  return runForXml(runtime, operation, options, "ListMultipartUploadsResult", readers);
}
