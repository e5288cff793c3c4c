import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { mapFields, type FieldNames } from "./shared/fields.js";
import { listHeaders, owner, type Owner } from "./shared/list-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import { runForXml, type ResultFields } from "./shared/run.js";
import { flag, list, text, textOrEmpty, time, whole, wrapped, type XmlSource } from "./shared/xml-readers.js";

/** Request of `listBuckets`. */
export interface ListBucketsInput {
  readonly prefix?: string | undefined;
  /** The listing starts after this name. */
  readonly marker?: string | undefined;
  /** 1 to 1,000. The service's default is 100. */
  readonly maxKeys?: number | undefined;
  readonly tagKey?: string | undefined;
  readonly tagValue?: string | undefined;
  readonly tagging?: string | undefined;
  readonly resourceGroupId?: string | undefined;
}

/** A bucket in a listing. */
export interface BucketSummary {
  readonly name: string;
  readonly location?: string;
  readonly region?: string;
  readonly creationDate?: Date;
  readonly storageClass?: string;
  readonly extranetEndpoint?: string;
  readonly intranetEndpoint?: string;
  readonly resourceGroupId?: string;
}

/** Result of `listBuckets`. */
export interface ListBucketsResult extends OperationResult {
  readonly buckets: readonly BucketSummary[];
  readonly isTruncated: boolean;
  readonly nextMarker?: string;
  readonly marker?: string;
  readonly prefix?: string;
  readonly maxKeys?: number;
  readonly owner?: Owner;
}

const queryNames: FieldNames = {
  prefix: "prefix",
  marker: "marker",
  maxKeys: "max-keys",
  tagKey: "tag-key",
  tagValue: "tag-value",
  tagging: "tagging",
};

const readers: FieldReaders<XmlSource, ResultFields<ListBucketsResult>> = {
  buckets: wrapped(
    "Buckets",
    list<BucketSummary>("Bucket", {
      name: textOrEmpty("Name"),
      location: text("Location"),
      region: text("Region"),
      creationDate: time("CreationDate"),
      storageClass: text("StorageClass"),
      extranetEndpoint: text("ExtranetEndpoint"),
      intranetEndpoint: text("IntranetEndpoint"),
      resourceGroupId: text("ResourceGroupId"),
    }),
  ),
  isTruncated: flag("IsTruncated"),
  nextMarker: text("NextMarker"),
  marker: text("Marker"),
  prefix: text("Prefix"),
  maxKeys: whole("MaxKeys"),
  owner,
};

/** Lists a page of the account's buckets. `listBucketsPages` goes through all of them. */
export async function listBuckets(
  runtime: ClientRuntime,
  input: ListBucketsInput = {},
  options: CallOptions = {},
): Promise<ListBucketsResult> {
  requireFields(input);
  const headers = mapFields(input, { resourceGroupId: "x-oss-resource-group-id" });
  const query = mapFields(input, queryNames);
  const traits = { retriesBrokenBody: true, defaultHeaders: listHeaders };
  const operation = { operation: "ListBuckets", method: "GET", query, headers, traits } as const;
  return runForXml(runtime, operation, options, "ListAllMyBucketsResult", readers);
}
