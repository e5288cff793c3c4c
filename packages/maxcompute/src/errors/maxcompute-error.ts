/** Shared by every copy of this package in one process, so that their errors recognise each other. */
const brand: unique symbol = Symbol.for("@credport/maxcompute/error");

/** What every error of this package has. Recognise it with {@link isMaxComputeError}, not with `instanceof`. */
export abstract class MaxComputeError extends Error {
  /** This package's code, or the service's own; `null` when the service gave none. */
  abstract readonly code: string | null;
  /** The service's id of the request that failed, for its support; `null` when no answer carried one. */
  readonly requestId: string | null;

  constructor(
    message: string,
    fields: { readonly requestId?: string | null | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    this.requestId = fields.requestId ?? null;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether a value is an error of this package, made by any copy of it. */
export function isMaxComputeError(value: unknown): value is MaxComputeError {
  return typeof value === "object" && value !== null && brand in value;
}
