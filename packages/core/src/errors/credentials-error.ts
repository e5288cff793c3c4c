import { defined } from "../defined.js";
import { isObjectWith } from "../is-object-with.js";

/** Every reason getting credentials can fail. The table stands in this package's README. */
export type CredentialsErrorCode =
  | "CONFIG_INVALID"
  | "INVALID_CREDENTIAL"
  | "NOT_CONFIGURED"
  | "DISABLED"
  | "FILE_UNREADABLE"
  | "FILE_MALFORMED"
  | "PROFILE_NOT_FOUND"
  | "PROFILE_INVALID"
  | "PROFILE_LOOP"
  | "NETWORK"
  | "TIMEOUT"
  | "ABORTED"
  | "HTTP_STATUS"
  | "AUTH_REJECTED"
  | "MALFORMED_RESPONSE"
  | "INCOMPLETE_RESPONSE"
  | "INVALID_EXPIRATION"
  | "LOGIN_REQUIRED"
  | "PROCESS_FAILED"
  | "PROCESS_TIMEOUT"
  | "EXPIRED"
  | "INSUFFICIENT_TTL"
  | "CHAIN_EXHAUSTED"
  | "SOURCE_FAILED"
  | "UNAVAILABLE"
  | "DISPOSED";

/** One source's turn in a load, as it stands in a trace. Holds no secret. */
export interface Attempt {
  /** The source's path, e.g. `default/env`. */
  readonly source: string;
  readonly outcome: "success" | "unavailable" | "failed";
  /** Why it did not succeed, in words for a person. */
  readonly reason?: string;
  /** How long it took, in ms. */
  readonly duration: number;
}

/** The named fields of a {@link CredentialsError}. */
export interface CredentialsErrorFields {
  readonly code: CredentialsErrorCode;
  /** Our own words: what failed, where, and what to do. Never a secret, a file's content or a response body. */
  readonly message: string;
  /** The path of the source that failed; empty until whoever called it fills it in. */
  readonly source?: string | undefined;
  /** Trying again soon cannot help. Default: what the code, the HTTP status and the vendor code say. */
  readonly permanent?: boolean | undefined;
  readonly attempts?: readonly Attempt[] | undefined;
  readonly httpStatus?: number | undefined;
  /** The vendor's own error code. Dropped when longer than 128 characters or outside `[A-Za-z0-9._-]`. */
  readonly vendorCode?: string | undefined;
  readonly requestId?: string | undefined;
  /** The server's `Retry-After`, in ms. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** Shared by every copy of this package in one process, so that their errors recognise each other. */
const brand: unique symbol = Symbol.for("@credport/core/credentials-error");

/**
 * The rule of "alibaba-credentials" section 10: which failures are not worth an early second try, by code, HTTP status and vendor
 * code. Of a code its beginning, where no other begins like it.
 */
const permanentFailures =
  /^(CONFIG|INVALID_C|DISABLED|FILE_M|PROFILE|AUTH|LOGIN|HTTP_STATUS 4(?!08|25|29|.*Throttling))/;

/** The one error of getting credentials. Recognise it with {@link isCredentialsError}, not with `instanceof`. */
export class CredentialsError extends Error {
  declare readonly code: CredentialsErrorCode;
  declare readonly source: string;
  declare readonly permanent: boolean;
  declare readonly attempts: readonly Attempt[];
  declare readonly httpStatus?: number;
  declare readonly vendorCode?: string;
  declare readonly requestId?: string;
  /** The server's `Retry-After`, in ms. */
  declare readonly retryAfter?: number;

  constructor(fields: CredentialsErrorFields) {
    const { code, message, source = "", attempts = [], httpStatus, retryAfter, cause } = fields;
    const vendorCode = allowed(fields.vendorCode);
    const requestId = allowed(fields.requestId);
    const permanent = fields.permanent ?? permanentFailures.test([code, httpStatus, vendorCode].join(" "));
    super(message, defined({ cause }));
    Object.assign(this, defined({ code, source, permanent, attempts, httpStatus, vendorCode, requestId, retryAfter }));
    Object.defineProperties(this, { name: { value: "CredentialsError" }, [brand]: { value: true } });
  }

  /** The same failure with some fields replaced: how a wrapper puts its own name before the path of what it wraps. */
  with(fields: Partial<CredentialsErrorFields>): CredentialsError {
    return new CredentialsError(Object.assign({}, this, { message: this.message, cause: this.cause }, fields));
  }
}

/** Vendor codes and request ids pass only where they can be nothing else. */
const allowed = (token = ""): string | undefined => (/^[\w.-]{1,128}$/.test(token) ? token : undefined);

/** Whether a value is a {@link CredentialsError}, made by any copy of this package. */
export function isCredentialsError(value: unknown): value is CredentialsError {
  return isObjectWith(value, brand);
}
