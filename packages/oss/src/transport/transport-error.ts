/** Why there is no answer. */
export type TransportErrorCode = "CONNECT_TIMEOUT" | "IDLE_TIMEOUT" | "RESPONSE_TOO_LARGE" | "TOO_MANY_REDIRECTS";

/** A failure that this client's transport found itself; those of the connection come through as Node and undici throw them. */
export class TransportError extends Error {
  override readonly name: string = "TransportError";
  readonly code: TransportErrorCode;

  constructor(code: TransportErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The error of a connection that was not there after `limit` ms. */
export function connectTimeout(limit: number): TransportError {
  return new TransportError("CONNECT_TIMEOUT", `no connection within ${limit} ms`);
}

/** The error of an exchange on which no byte moved for `timeout` ms. */
export function idleTimeout(timeout: number): TransportError {
  return new TransportError("IDLE_TIMEOUT", `no byte moved for ${timeout} ms`);
}

/** What a signal that aborts ends an exchange with: its reason. */
export function abortError(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error("aborted", { cause: reason });
}
