import type { Dispatcher } from "undici";
import type { BodyInput } from "../body/body-input.js";
import type { CredentialsProvider } from "../credentials/credentials-provider.js";
import type { Retryer } from "./retryer.js";

/** Told after each piece of a body: bytes now, bytes so far, bytes in all where known. A retry starts again from 0. */
export type ProgressListener = (increment: number, transferred: number, total: number | undefined) => void;

/** A request in the terms of OSS: what `OssClient.invoke` takes, and what every operation is turned into. */
export interface OperationInput {
  /** The operation's name, for errors and logs, e.g. `PutBucketLifecycle`. */
  readonly operation: string;
  readonly method: "GET" | "PUT" | "HEAD" | "POST" | "DELETE" | "OPTIONS";
  /** Absent: a request to the service itself. */
  readonly bucket?: string | undefined;
  readonly key?: string | undefined;
  /** Any case. Those without a value are left out. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** An empty value is sent as the bare name. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: BodyInput | undefined;
  /** Bytes of a streamed body, where they are known. */
  readonly contentLength?: number | undefined;
  /** Query names that signature V1 must cover beyond those it knows, e.g. `lifecycle`. */
  readonly subResources?: readonly string[] | undefined;
  /** Hands the answer's body out as a stream instead of reading it whole. Default false. */
  readonly stream?: boolean | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** How one call differs from what the client was set up with. */
export interface CallOptions {
  /** Ends the call; it rejects with a `CanceledError` inside. */
  readonly signal?: AbortSignal | undefined;
  /** Attempts in all, when positive. */
  readonly retryMaxAttempts?: number | undefined;
  /** When to try again. */
  readonly retryer?: Retryer | undefined;
  /** Whose request it is. */
  readonly credentialsProvider?: CredentialsProvider | undefined;
  /** Where this request goes instead. */
  readonly endpoint?: string | undefined;
  /** An undici dispatcher to use instead of the client's connections. It stays the caller's to close. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Where the signature stands. Default `header`; one in the query works for 15 minutes. */
  readonly authMethod?: "header" | "query" | undefined;
  /** The longest time without a byte moving, in ms; 0: none. */
  readonly readWriteTimeout?: number | undefined;
  /** Further headers. Those of the typed request win over them. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Further query items. Those of the typed request win over them. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
}
