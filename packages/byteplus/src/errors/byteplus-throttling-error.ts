import { BytePlusServiceError, type BytePlusServiceErrorFields } from "./byteplus-service-error.js";

/** The server asks for fewer calls. */
export class BytePlusThrottlingError extends BytePlusServiceError {
  static override readonly marker: string = "BytePlusThrottlingError";
  /** The server's `Retry-After`, in ms: 300 000 at most. */
  declare readonly retryAfterMs?: number;

  constructor(fields: BytePlusServiceErrorFields & { readonly retryAfterMs?: number | undefined }) {
    super(fields);
    if (fields.retryAfterMs !== undefined) this.retryAfterMs = fields.retryAfterMs;
  }
}
