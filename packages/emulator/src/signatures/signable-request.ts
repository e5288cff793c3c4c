import type { QueryItem } from "../http/query.js";

/** The parts of a request that signatures are made of. */
export interface SignableRequest {
  readonly method: string;
  /** Query items, decoded, in the order sent. */
  readonly query: readonly QueryItem[];
  /** The names of all headers, in lower case. */
  readonly headerNames: readonly string[];
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
}

/** What an object storage request is about, whatever its URL looks like. Neither is encoded. */
export interface ObjectResource {
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
}

/** The resource as OSS signs it: `/`, `/bucket/` or `/bucket/key`, not encoded. */
export function resourcePath({ bucket, key }: ObjectResource): string {
  return bucket === undefined ? "/" : `/${bucket}/${key ?? ""}`;
}
