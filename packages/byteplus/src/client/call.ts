import type { ResponseMetadata } from "../errors/parse-wire-error.js";
import type { Parameters } from "./flatten.js";

/** HTTP methods a call may use. */
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "PATCH";

/** How parameters travel: by the method (`default`), as a form body, or as a JSON body. */
export type CallContentType = "default" | "form" | "json";

/** Options of a single call, for typed calls too. */
export interface CallOptions {
  /** Ends the call, its back-off included. */
  readonly signal?: AbortSignal | undefined;
  /** Limit for the whole call, retries included, in ms. Default: none. */
  readonly timeoutMs?: number | undefined;
  /** Default: the client's. */
  readonly maxRetries?: number | undefined;
  /** Further error codes that are retried. */
  readonly retryErrorCodes?: readonly string[] | undefined;
  /** Further error codes that count as throttling. */
  readonly throttleErrorCodes?: readonly string[] | undefined;
  /** Host or URL; wins over all resolution. */
  readonly endpoint?: string | undefined;
  /** Sending it twice does no harm, so that a broken answer may be retried. Default: GET and HEAD are. */
  readonly idempotent?: boolean | undefined;
  /** Fill an unset `ClientToken` parameter with an upper-case UUID, the same in each attempt. */
  readonly generateClientToken?: boolean | undefined;
  /** `anonymous` sends the call without a signature. */
  readonly credentials?: "anonymous" | undefined;
}

/** One call of the universal client. */
export interface CallRequest extends CallOptions {
  readonly service: string;
  readonly action: string;
  readonly version: string;
  /** Default `GET`. */
  readonly method?: HttpMethod | undefined;
  /** Default `default`: query for GET, HEAD, PUT and DELETE, form body for POST. */
  readonly contentType?: CallContentType | undefined;
  readonly parameters?: Parameters | undefined;
  /** Bytes, text, or an object sent as JSON; `parameters` then go to the query. */
  readonly body?: Uint8Array | string | Parameters | undefined;
}

/** The answer to a call. */
export interface CallResult<Result = unknown> {
  /** `ResponseMetadata` with the wire's names; empty where the answer had none. */
  readonly metadata: ResponseMetadata;
  /** `Result`; the whole body where the answer had no metadata. */
  readonly result: Result;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Requests sent. */
  readonly attempts: number;
}

/** What hooks are told about a call. */
export interface CallInfo {
  readonly service: string;
  readonly action: string;
  readonly version: string;
  readonly method: HttpMethod;
  readonly region: string;
}
