import type { SignableRequest } from "@credport/core";

/** A request ready to be signed any number of times. */
export interface ReadRequest extends SignableRequest {
  /** What goes on the wire: the signed bytes, or the caller's stream. */
  readonly content: NonNullable<RequestInit["body"]> | undefined;
  readonly signal: AbortSignal;
  /** What else the caller gave to `fetch`, such as a dispatcher. */
  readonly extras: RequestInit;
}

/** Turns the arguments of `fetch` into one signable request. Reads every body but a stream into bytes, once. */
export async function readRequest(input: string | URL | Request, init: RequestInit = {}): Promise<ReadRequest> {
  const { body, headers: _, method: __, ...extras } = init;
  const stream = isStream(body) ? body : undefined;
  const request = new Request(input, stream === undefined ? init : { ...init, body: null });
  const bytes = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const headers = Object.fromEntries(request.headers);
  // Headers of an earlier, signed request may be passed on; this one is signed anew.
  delete headers["authorization"];
  return {
    method: request.method,
    url: new URL(request.url),
    headers,
    body: stream === undefined ? bytes : "unsigned",
    content: stream ?? bytes,
    signal: request.signal,
    extras,
  };
}

/** Whether a body can be read only once: web streams, Node streams and async iterables. A `Blob` is none. */
function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}
