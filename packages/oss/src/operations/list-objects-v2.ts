import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import {
  listObjectPage,
  objectListReaders,
  type ObjectListInput,
  type ObjectListing,
  type ObjectListResult,
} from "./shared/object-list.js";
import { decodedText, whole } from "./shared/xml-readers.js";

/** Request of `listObjectsV2`. */
export interface ListObjectsV2Input extends ObjectListInput {
  readonly startAfter?: string | undefined;
  readonly continuationToken?: string | undefined;
  /** Whether each object comes with its owner. */
  readonly fetchOwner?: boolean | undefined;
}

/** Result of `listObjectsV2`. */
export interface ListObjectsV2Result extends ObjectListResult {
  readonly nextContinuationToken?: string;
  readonly continuationToken?: string;
  readonly startAfter?: string;
  readonly keyCount?: number;
}

const listing: ObjectListing<ListObjectsV2Result> = {
  operation: "ListObjectsV2",
  query: { "list-type": "2" },
  queryNames: { startAfter: "start-after", continuationToken: "continuation-token", fetchOwner: "fetch-owner" },
  readers: {
    ...objectListReaders,
    nextContinuationToken: decodedText("NextContinuationToken"),
    continuationToken: decodedText("ContinuationToken"),
    startAfter: decodedText("StartAfter"),
    keyCount: whole("KeyCount"),
  },
};

/** Lists a page of a bucket's objects. `listObjectsV2Pages` goes through all of them. */
export async function listObjectsV2(
  runtime: ClientRuntime,
  input: ListObjectsV2Input,
  options: CallOptions = {},
): Promise<ListObjectsV2Result> {
  return listObjectPage(runtime, listing, input, options);
}
