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

/** Request of `listObjectsV2`. */
export interface ListObjectsV2Input extends PayerFields {
  readonly bucket: string;
  readonly prefix?: string | undefined;
  /** Keys that share what stands before it, after the prefix, are folded into one of `commonPrefixes`. */
  readonly delimiter?: string | undefined;
  readonly startAfter?: string | undefined;
  readonly continuationToken?: string | undefined;
  /** 1 to 1,000. The service's default is 100. */
  readonly maxKeys?: number | undefined;
  /** Whether each object comes with its owner. */
  readonly fetchOwner?: boolean | undefined;
}

/** Result of `listObjectsV2`. */
export interface ListObjectsV2Result extends OperationResult {
  readonly name: string;
  readonly contents: readonly ObjectSummary[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  readonly nextContinuationToken?: string;
  readonly continuationToken?: string;
  readonly prefix?: string;
  readonly startAfter?: string;
  readonly delimiter?: string;
  readonly maxKeys?: number;
  readonly keyCount?: number;
  readonly encodingType?: string;
}

const queryNames: FieldNames = {
  prefix: "prefix",
  delimiter: "delimiter",
  startAfter: "start-after",
  continuationToken: "continuation-token",
  maxKeys: "max-keys",
  fetchOwner: "fetch-owner",
};

const readers: FieldReaders<XmlSource, ResultFields<ListObjectsV2Result>> = {
  name: textOrEmpty("Name"),
  contents: list("Contents", objectSummaryReaders),
  commonPrefixes: decodedTexts("CommonPrefixes", "Prefix"),
  isTruncated: flag("IsTruncated"),
  nextContinuationToken: decodedText("NextContinuationToken"),
  continuationToken: decodedText("ContinuationToken"),
  prefix: decodedText("Prefix"),
  startAfter: decodedText("StartAfter"),
  delimiter: decodedText("Delimiter"),
  maxKeys: whole("MaxKeys"),
  keyCount: whole("KeyCount"),
  encodingType: text("EncodingType"),
};

/** Lists a page of a bucket's objects. `listObjectsV2Pages` goes through all of them. */
export function listObjectsV2(
  runtime: ClientRuntime,
  input: ListObjectsV2Input,
  options: CallOptions = {},
): Promise<ListObjectsV2Result> {
  requireFields(input, "bucket");
  const { bucket } = input;
  const query = mapFields(input, queryNames, { "list-type": "2", "encoding-type": "url" });
  const headers = mapFields(input, payerHeaders);
  const traits = { retriesBrokenBody: true, defaultHeaders: listHeaders };
  const operation = { operation: "ListObjectsV2", method: "GET", bucket, query, headers, traits } as const;
  return runForXml(runtime, operation, options, "ListBucketResult", readers);
}
