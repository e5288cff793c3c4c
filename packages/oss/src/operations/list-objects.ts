import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import {
  listObjectPage,
  objectListReaders,
  type ObjectListInput,
  type ObjectListing,
  type ObjectListResult,
} from "./shared/object-list.js";
import { decodedText } from "./shared/xml-readers.js";

/** Request of `listObjects`. */
export interface ListObjectsInput extends ObjectListInput {
  /** The listing starts after this key. */
  readonly marker?: string | undefined;
}

/** Result of `listObjects`. */
export interface ListObjectsResult extends ObjectListResult {
  readonly nextMarker?: string;
  readonly marker?: string;
}

const listing: ObjectListing<ListObjectsResult> = {
  operation: "ListObjects",
  query: {},
  queryNames: { marker: "marker" },
  readers: { ...objectListReaders, nextMarker: decodedText("NextMarker"), marker: decodedText("Marker") },
};

/** Lists a page of a bucket's objects by the older interface. `listObjectsPages` goes through all of them. */
export async function listObjects(
  runtime: ClientRuntime,
  input: ListObjectsInput,
  options: CallOptions = {},
): Promise<ListObjectsResult> {
  return listObjectPage(runtime, listing, input, options);
}
