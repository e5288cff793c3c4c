import { MaxComputeError } from "./maxcompute-error.js";

/** Every reason this package itself fails a call. The table stands in the README. */
export type MaxComputeClientErrorCode =
  | "ABORTED"
  | "BODY_TOO_LARGE"
  | "CHECKSUM_MISMATCH"
  | "INVALID_ARGUMENT"
  | "INVALID_RESPONSE"
  | "MISSING_DEPENDENCY"
  | "NETWORK"
  | "STREAM_MALFORMED"
  | "STREAM_TRUNCATED"
  | "SUBMIT_UNCERTAIN"
  | "TIMEOUT"
  | "UNEXPECTED_REDIRECT"
  | "WAIT_TIMEOUT";

/** The named fields of a {@link MaxComputeClientError}. */
export interface MaxComputeClientErrorFields {
  readonly code: MaxComputeClientErrorCode;
  /** Our own words: what failed, where, and what to do. Never a secret or a response body. */
  readonly message: string;
  readonly requestId?: string | null | undefined;
  readonly uuid?: string | undefined;
  readonly uniqueId?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly host?: string | undefined;
  readonly cause?: unknown;
}

/** A failure that is not an answer of the service: an argument, a broken answer, the network, a limit. */
export class MaxComputeClientError extends MaxComputeError {
  readonly code: MaxComputeClientErrorCode;
  /** `SUBMIT_UNCERTAIN`: the `uuid` the job was submitted with; look for it before submitting again. */
  declare readonly uuid?: string;
  /** `SUBMIT_UNCERTAIN`: the caller's own id of the submission (the job's `Guid`). */
  declare readonly uniqueId?: string;
  /** The instance that was waited for or read. */
  declare readonly instanceId?: string;
  /** `UNEXPECTED_REDIRECT`: the host the service pointed to. */
  declare readonly host?: string;

  constructor(fields: MaxComputeClientErrorFields) {
    super(fields.message, fields);
    this.code = fields.code;
    if (fields.uuid !== undefined) this.uuid = fields.uuid;
    if (fields.uniqueId !== undefined) this.uniqueId = fields.uniqueId;
    if (fields.instanceId !== undefined) this.instanceId = fields.instanceId;
    if (fields.host !== undefined) this.host = fields.host;
  }
}

/** The error for a value the caller passed. */
export function invalidArgument(message: string, cause?: unknown): MaxComputeClientError {
  return new MaxComputeClientError({ code: "INVALID_ARGUMENT", message, cause });
}

/** The error for an answer that breaks the protocol. */
export function invalidResponse(
  message: string,
  fields: { readonly requestId?: string | null; readonly cause?: unknown } = {},
): MaxComputeClientError {
  return new MaxComputeClientError({ code: "INVALID_RESPONSE", message, ...fields });
}
