import type { TransportResponse } from "../../transport/transport.js";
import type { Headers } from "./header-readers.js";

/** What every result carries. */
export interface OperationResult {
  /** Status line without the version, e.g. `200 OK`. */
  readonly status: string;
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Headers;
  /** The service's id of this request, for support cases. */
  readonly requestId: string;
}

/** The common part of a result. */
export function commonResult({ statusCode, statusText, headers }: TransportResponse): OperationResult {
  return { status: `${statusCode} ${statusText}`, statusCode, headers, requestId: headers["x-oss-request-id"] ?? "" };
}
