import type { ClientRuntime } from "../../client/client-runtime.js";
import type { CallOptions } from "../../client/operation-input.js";
import { requireFields } from "../../client/require-fields.js";
import { encodedKeys, mapFields, type FieldNames } from "./fields.js";
import { listHeaders, objectSummaryReaders, type ObjectSummary } from "./list-fields.js";
import { payerHeaders, type PayerFields } from "./object-fields.js";
import type { OperationResult } from "./operation-result.js";
import type { FieldReaders } from "./parse-fields.js";
import { runForXml, type ResultFields } from "./run.js";
import { decodedText, decodedTexts, flag, list, text, textOrEmpty, whole, type XmlSource } from "./xml-readers.js";

/** What both ways of listing objects are asked with. */
export interface ObjectListInput extends PayerFields {
  readonly bucket: string;
  readonly prefix?: string | undefined;
  /** Keys that share what stands before it, after the prefix, are folded into one of `commonPrefixes`. */
  readonly delimiter?: string | undefined;
  /** 1 to 1,000. The service's default is 100. */
  readonly maxKeys?: number | undefined;
}

/** A page of objects, as both ways of listing them answer it. */
export interface ObjectListResult extends OperationResult {
  readonly name: string;
  readonly contents: readonly ObjectSummary[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  readonly prefix?: string;
  readonly delimiter?: string;
  readonly maxKeys?: number;
  readonly encodingType?: string;
}

/** How one way of listing objects differs from the other. */
export interface ObjectListing<Result extends OperationResult> {
  readonly operation: string;
  readonly query: Readonly<Record<string, string>>;
  /** Wire names of the request's own fields. */
  readonly queryNames: FieldNames;
  /** Readers of all fields of a page. */
  readonly readers: FieldReaders<XmlSource, ResultFields<Result>>;
}

const queryNames: FieldNames = { prefix: "prefix", delimiter: "delimiter", maxKeys: "max-keys" };

/** Readers of {@link ObjectListResult}. */
export const objectListReaders: FieldReaders<XmlSource, ResultFields<ObjectListResult>> = {
  name: textOrEmpty("Name"),
  contents: list("Contents", objectSummaryReaders),
  commonPrefixes: decodedTexts("CommonPrefixes", "Prefix"),
  isTruncated: flag("IsTruncated"),
  prefix: decodedText("Prefix"),
  delimiter: decodedText("Delimiter"),
  maxKeys: whole("MaxKeys"),
  encodingType: text("EncodingType"),
};

/** Lists a page of a bucket's objects in one of the two ways. */
export async function listObjectPage<Result extends ObjectListResult>(
  runtime: ClientRuntime,
  { operation, query, queryNames: ownNames, readers }: ObjectListing<Result>,
  input: ObjectListInput,
  options: CallOptions,
): Promise<OperationResult & ResultFields<Result>> {
  requireFields(input, "bucket");
  const request = {
    operation,
    method: "GET",
    bucket: input.bucket,
    headers: mapFields(input, payerHeaders),
    query: mapFields(input, { ...queryNames, ...ownNames }, { ...query }),
    traits: { retriesBrokenBody: true, defaultHeaders: listHeaders, defaultQuery: encodedKeys },
  } as const;
  return runForXml(runtime, request, options, "ListBucketResult", readers);
}
