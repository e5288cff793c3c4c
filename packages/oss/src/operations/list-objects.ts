import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { mapFields, type FieldNames } from "./shared/fields.js";
import { listHeaders, objectSummaryReaders, type ObjectSummary } from "./shared/list-fields.js";
import { payerHeaders, type PayerFields } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { runForXml, type ResultFields } from "./shared/run.js";
import {
  decodedText,
  decodedTexts,
  flag,
  list,
  text,
  textOrEmpty,
  whole,
  type XmlSource,
} from "./shared/xml-readers.js";

/** Request of `listObjects`. */
export interface ListObjectsInput extends PayerFields {
  readonly bucket: string;
  readonly prefix?: string | undefined;
  /** Keys that share what stands before it, after the prefix, are folded into one of `commonPrefixes`. */
  readonly delimiter?: string | undefined;
  /** The listing starts after this key. */
  readonly marker?: string | undefined;
  /** 1 to 1,000. The service's default is 100. */
  readonly maxKeys?: number | undefined;
}

/** Result of `listObjects`. */
export interface ListObjectsResult extends OperationResult {
  readonly name: string;
  readonly contents: readonly ObjectSummary[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  readonly nextMarker?: string;
  readonly marker?: string;
  readonly prefix?: string;
  readonly delimiter?: string;
  readonly maxKeys?: number;
  readonly encodingType?: string;
}

const queryNames: FieldNames = { prefix: "prefix", delimiter: "delimiter", marker: "marker", maxKeys: "max-keys" };

const readers: FieldReaders<XmlSource, ResultFields<ListObjectsResult>> = {
  name: textOrEmpty("Name"),
  contents: list("Contents", objectSummaryReaders),
  commonPrefixes: decodedTexts("CommonPrefixes", "Prefix"),
  isTruncated: flag("IsTruncated"),
  nextMarker: decodedText("NextMarker"),
  marker: decodedText("Marker"),
  prefix: decodedText("Prefix"),
  delimiter: decodedText("Delimiter"),
  maxKeys: whole("MaxKeys"),
  encodingType: text("EncodingType"),
};

/** Lists a page of a bucket's objects by the older interface. `listObjectsPages` goes through all of them. */
export function listObjects(
  runtime: ClientRuntime,
  input: ListObjectsInput,
  options: CallOptions = {},
): Promise<ListObjectsResult> {
  requireFields(input, "bucket");
  const { bucket } = input;
  const query = mapFields(input, queryNames, { "encoding-type": "url" });
  const headers = mapFields(input, payerHeaders);
  const traits = { retriesBrokenBody: true, defaultHeaders: listHeaders };
  const operation = { operation: "ListObjects", method: "GET", bucket, query, headers, traits } as const;
  return runForXml(runtime, operation, options, "ListBucketResult", readers);
}
