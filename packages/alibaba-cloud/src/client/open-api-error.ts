/** The named fields of an {@link OpenApiError}. */
export interface OpenApiErrorFields {
  readonly message: string;
  readonly code: string;
  readonly httpStatus: number;
  readonly requestId?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly isDeadCredential?: boolean | undefined;
}

/** An API's refusal of a call. Holds the vendor's code and request id, and nothing else of its answer. */
export class OpenApiError extends Error {
  /** The vendor's code, e.g. `Throttling.User`; `HttpStatus<n>` where the answer had none. */
  readonly code: string;
  readonly httpStatus: number;
  /** What the vendor's support asks for. */
  readonly requestId?: string;
  /** The server's `Retry-After`, in ms. */
  readonly retryAfter?: number;
  /** The session that signed the call is over or unknown; a new one may help. */
  readonly isDeadCredential: boolean;

  constructor(fields: OpenApiErrorFields) {
    super(fields.message);
    this.name = "OpenApiError";
    this.code = fields.code;
    this.httpStatus = fields.httpStatus;
    this.isDeadCredential = fields.isDeadCredential ?? false;
    if (fields.requestId !== undefined) this.requestId = fields.requestId;
    if (fields.retryAfter !== undefined) this.retryAfter = fields.retryAfter;
  }

  /** The call came too often: worth another try, later, whatever its method. */
  get isThrottling(): boolean {
    return this.code.includes("Throttling") || this.httpStatus === 429;
  }
}
