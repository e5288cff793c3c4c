import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { listBuckets, type ListBucketsInput, type ListBucketsResult } from "../operations/list-buckets.js";
import {
  listMultipartUploads,
  type ListMultipartUploadsInput,
  type ListMultipartUploadsResult,
} from "../operations/list-multipart-uploads.js";
import { listObjects, type ListObjectsInput, type ListObjectsResult } from "../operations/list-objects.js";
import { listObjectsV2, type ListObjectsV2Input, type ListObjectsV2Result } from "../operations/list-objects-v2.js";
import { listParts, type ListPartsInput, type ListPartsResult } from "../operations/list-parts.js";
import { Paginator } from "./paginator.js";

/** How a listing is cut into pages. */
export interface PaginatorOptions extends CallOptions {
  /** Entries per page; wins over the request's own limit. */
  readonly limit?: number | undefined;
}

function pageLimit({ limit }: PaginatorOptions, own: number | undefined): number | undefined {
  return limit === undefined || limit === 0 ? own : limit;
}

/** All pages of a bucket's objects. */
export function listObjectsV2Pages(
  runtime: ClientRuntime,
  input: ListObjectsV2Input,
  options: PaginatorOptions = {},
): Paginator<ListObjectsV2Input, ListObjectsV2Result> {
  const first = { ...input, maxKeys: pageLimit(options, input.maxKeys) };
  const next = (page: ListObjectsV2Result): Partial<ListObjectsV2Input> => ({
    continuationToken: page.nextContinuationToken,
  });
  return new Paginator(first, (each) => listObjectsV2(runtime, each, options), next);
}

/** All pages of a bucket's objects, by the older interface. */
export function listObjectsPages(
  runtime: ClientRuntime,
  input: ListObjectsInput,
  options: PaginatorOptions = {},
): Paginator<ListObjectsInput, ListObjectsResult> {
  const first = { ...input, maxKeys: pageLimit(options, input.maxKeys) };
  const next = (page: ListObjectsResult): Partial<ListObjectsInput> => ({ marker: page.nextMarker });
  return new Paginator(first, (each) => listObjects(runtime, each, options), next);
}

/** All pages of the account's buckets. */
export function listBucketsPages(
  runtime: ClientRuntime,
  input: ListBucketsInput = {},
  options: PaginatorOptions = {},
): Paginator<ListBucketsInput, ListBucketsResult> {
  const first = { ...input, maxKeys: pageLimit(options, input.maxKeys) };
  const next = (page: ListBucketsResult): Partial<ListBucketsInput> => ({ marker: page.nextMarker });
  return new Paginator(first, (each) => listBuckets(runtime, each, options), next);
}

/** All pages of an upload's parts. */
export function listPartsPages(
  runtime: ClientRuntime,
  input: ListPartsInput,
  options: PaginatorOptions = {},
): Paginator<ListPartsInput, ListPartsResult> {
  const first = { ...input, maxParts: pageLimit(options, input.maxParts) };
  const next = (page: ListPartsResult): Partial<ListPartsInput> => ({ partNumberMarker: page.nextPartNumberMarker });
  return new Paginator(first, (each) => listParts(runtime, each, options), next);
}

/** All pages of a bucket's unfinished uploads. */
export function listMultipartUploadsPages(
  runtime: ClientRuntime,
  input: ListMultipartUploadsInput,
  options: PaginatorOptions = {},
): Paginator<ListMultipartUploadsInput, ListMultipartUploadsResult> {
  const first = { ...input, maxUploads: pageLimit(options, input.maxUploads) };
  const next = ({
    nextKeyMarker,
    nextUploadIdMarker,
  }: ListMultipartUploadsResult): Partial<ListMultipartUploadsInput> => ({
    keyMarker: nextKeyMarker,
    uploadIdMarker: nextUploadIdMarker,
  });
  return new Paginator(first, (each) => listMultipartUploads(runtime, each, options), next);
}
