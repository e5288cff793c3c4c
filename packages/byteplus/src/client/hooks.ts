import type { BytePlusError } from "../errors/byteplus-error.js";
import type { CallInfo, CallResult, HttpMethod } from "./call.js";

/** A request before it is signed; a hook may change all of it. */
export interface RequestDraft {
  readonly method: HttpMethod;
  /** The query's items, `Action` and `Version` among them. */
  readonly query: [string, string][];
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}

/** A request as it is about to be sent. Its headers hold the signature and the token. */
export interface SignedRequest {
  readonly url: string;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  /** 1 for the first. */
  readonly attempt: number;
}

/** How a call ended. */
export type CallOutcome = { readonly result: CallResult } | { readonly error: BytePlusError };

/** Watches calls: `before` each attempt, after it was signed, and `after` once for the whole call. */
export interface Interceptor {
  /** Runs before each attempt, with the signed request. */
  readonly before?: ((request: SignedRequest, call: CallInfo) => void | Promise<void>) | undefined;
  /** Runs once, when the call has ended either way. */
  readonly after?: ((outcome: CallOutcome, call: CallInfo) => void | Promise<void>) | undefined;
}

/** An answer as it came. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}
