import type { Readable } from "node:stream";
import type { Query, Resource } from "./build-url.js";

/**
 * What may be sent again after a failure that leaves open whether the call ran:
 * `always` for calls that may run twice; `unsent` only when the service certainly did not run it; `submit` likewise, waits out
 * a 409 and calls doubt by its name.
 */
export type Repeat = "always" | "submit" | "unsent";

/** One call of the service, as many attempts as it takes. */
export interface Call {
  /** For error messages, e.g. `get table sales`. */
  readonly operation: string;
  readonly method: "DELETE" | "GET" | "POST" | "PUT";
  readonly resource: Resource;
  /** Default: the REST endpoint. */
  readonly endpoint?: string | undefined;
  readonly query?: Query | undefined;
  readonly schema?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Asked for at each attempt. */
  readonly body?: (() => Uint8Array | AsyncIterable<Uint8Array>) | undefined;
  readonly repeat: Repeat;
  /** Identifies a submission in `SUBMIT_UNCERTAIN`. */
  readonly submission?:
    { readonly uuid: string; readonly uniqueId: string | undefined; readonly retryUncertain: boolean } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer read whole. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly text: string;
  readonly requestId: string | null;
}

/** An answer whose body is still to be read, or destroyed. */
export interface StreamAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  readonly requestId: string | null;
}
