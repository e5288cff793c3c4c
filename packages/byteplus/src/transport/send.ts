import { exchange, type Answer } from "@credport/node/http";
import type { Dispatcher } from "undici";
import type { HttpMethod } from "../client/call.js";

/** One request, signed and complete. */
export interface OutgoingRequest {
  readonly method: HttpMethod;
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | undefined;
}

/** What one request is held to. */
export interface SendLimits {
  /** In ms. */
  readonly connectTimeout: number;
  /** From the sent request to the last byte of the answer, in ms. */
  readonly timeout: number;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Sends one request over a dispatcher and reads the whole answer. Redirects are not followed. */
export function send(dispatcher: Dispatcher, request: OutgoingRequest, limits: SendLimits): Promise<Answer> {
  return exchange(
    dispatcher,
    {
      method: request.method,
      origin: request.origin,
      path: request.path,
      headers: request.headers,
      body: request.body ?? null,
    },
    {
      connectTimeout: Math.min(limits.connectTimeout, limits.timeout),
      readTimeout: limits.timeout,
      maxBodyBytes: limits.maxBodyBytes,
      signal: limits.signal,
    },
  );
}
