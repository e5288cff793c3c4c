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

/** A request whose path is signed as it was sent. */
export interface SignableRawRequest extends SignableRequest {
  /** Neither decoded nor folded, without the query. */
  readonly rawPath: string;
}

/** A request without a query item: a signed URL as it was before its signature was put into it. */
export function withoutQueryItem(request: SignableRawRequest, name: string): SignableRawRequest {
  return {
    method: request.method,
    rawPath: request.rawPath,
    query: request.query.filter(([item]) => item !== name),
    headerNames: request.headerNames,
    header: (header) => request.header(header),
  };
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
