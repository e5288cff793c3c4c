import type { OpenApiParameters } from "./flatten-parameters.js";

/** One call of an API. With `path` it is ROA style (a method and a path of its own), without it RPC style. */
export interface OpenApiCall {
  /** The operation, e.g. `DescribeRegions`. */
  readonly action: string;
  /**
   * The HTTP method. Default `POST` for RPC style and for calls with a body, else `GET`. After a 5xx or a broken connection
   * only idempotent methods are repeated, so pass `GET` for an RPC call that reads.
   */
  readonly method?: string | undefined;
  /** The path of an ROA call, its segments percent-encoded, e.g. `/clusters/c1/tags`. */
  readonly path?: string | undefined;
  /** Parameters in the query, where RPC calls have all of theirs. */
  readonly query?: OpenApiParameters | undefined;
  /** Parameters in a form body. */
  readonly form?: OpenApiParameters | undefined;
  /** A JSON body. */
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Ends the call, its waits included. */
  readonly signal?: AbortSignal | undefined;
}

/** What an API answered. */
export interface OpenApiAnswer {
  readonly httpStatus: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; `undefined` for an answer without a body. */
  readonly body: unknown;
  readonly requestId?: string;
}
