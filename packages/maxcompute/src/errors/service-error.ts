import { MaxComputeError } from "./maxcompute-error.js";
import type { ParsedError, ServiceErrorKind } from "./parse-error.js";

/** An answer of the service that is an error. */
export class MaxComputeServiceError extends MaxComputeError {
  /** The service's code, verbatim; may be composite, as `ODPS-0420111: Project not found`. */
  readonly code: string | null;
  /** The first `ODPS-nnnnnnn` in the code or the message. */
  readonly odpsCode: string | null;
  /** The HTTP status. */
  readonly status: number;
  readonly kind: ServiceErrorKind;
  readonly hostId: string | null;
  /** The server's `Retry-After`, in ms. */
  declare readonly retryAfterMs?: number;
  /** What was asked for, e.g. `get table sales`. */
  readonly operation: string;

  /** `message` is the server's own text where it gave one in a known form, with any secret already removed. */
  constructor(operation: string, parsed: ParsedError, message: string | undefined) {
    const label = [
      parsed.code ?? `HTTP ${parsed.status}`,
      parsed.requestId === null ? [] : `request id ${parsed.requestId}`,
    ].flat();
    super(`${operation} failed: ${message === undefined ? "" : `${message} `}(${label.join(", ")})`, parsed);
    this.operation = operation;
    this.code = parsed.code;
    this.odpsCode = parsed.odpsCode;
    this.status = parsed.status;
    this.kind = parsed.kind;
    this.hostId = parsed.hostId;
    if (parsed.retryAfterMs !== undefined) this.retryAfterMs = parsed.retryAfterMs;
  }
}
