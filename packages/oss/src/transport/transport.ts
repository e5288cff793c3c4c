import type { HeaderList } from "../signing/header-list.js";
import type { ResponseStream } from "./response-stream.js";

/** One HTTP request as the back ends send it. */
export interface TransportRequest {
  readonly method: string;
  /** Scheme, host and port, e.g. `https://bucket.oss-cn-hangzhou.aliyuncs.com`. */
  readonly origin: string;
  /** Path and query as they go on the wire: percent-encoded, never folded. */
  readonly path: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** Idle limit in ms: the longest time without a byte moving in either direction. 0: none. */
  readonly idleTimeout: number;
  readonly signal: AbortSignal | undefined;
  /** Whether a 2xx body is handed out as a stream; otherwise, and for every other status, it is read whole. */
  readonly stream: boolean;
  /** Told of each piece of a streamed answer: its bytes, and those announced. A promise holds back the next piece. */
  readonly onReceived?: ((bytes: number, total: number | undefined) => Promise<void> | undefined) | undefined;
}

/** An answer before its body. */
export type ResponseHead = Omit<TransportResponse, "body">;

/** The answer. `body` is a stream exactly when one was asked for and the status is 2xx. */
export interface TransportResponse {
  readonly statusCode: number;
  readonly statusText: string;
  /** Names in lower case, repeats joined by a comma and a blank, values as UTF-8. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | ResponseStream;
}

/** Sends one request, without retries and without following redirects. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Closes the connections that the transport opened itself. */
  close(): Promise<void>;
}

/** Answers that are read whole are refused over this many bytes. */
export const maximumBufferedBytes: number = 64 * 1024 * 1024;

/** The length that an answer announces, in bytes. */
export function announcedLength(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers["content-length"];
  return text === undefined ? undefined : Number(text);
}

/** An answer with its body. Written out: spreading would take longer than making it, and what reads it would see another shape. */
export function withBody(head: ResponseHead, body: TransportResponse["body"]): TransportResponse {
  return { statusCode: head.statusCode, statusText: head.statusText, headers: head.headers, body };
}
