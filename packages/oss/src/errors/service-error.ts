/** Shared by every copy of this package in one process, so that their errors recognise each other. */
const brand: unique symbol = Symbol.for("@credport/oss/service-error");

/** The named fields of a {@link ServiceError}. */
export interface ServiceErrorFields {
  readonly statusCode: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly ec: string;
  /** The server's clock, from the `Date` header. */
  readonly timestamp: Date | undefined;
  /** Method, blank, URL with query; signatures and tokens removed. */
  readonly requestTarget: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came. */
  readonly snapshot: Uint8Array;
}

/** An answer by which the service refused a request. */
export class ServiceError extends Error {
  override readonly name: string = "ServiceError";
  readonly statusCode: number;
  /** The service's code, e.g. `NoSuchKey`; `BadErrorResponse` when the answer named none. */
  readonly code: string;
  /** The service's own text. */
  readonly serviceMessage: string;
  readonly requestId: string;
  /** The key for the service's self-diagnosis page, e.g. `0026-00000001`; empty when the answer had none. */
  readonly ec: string;
  /** When the service answered, by its own clock. */
  declare readonly timestamp?: Date;
  /** Method, blank, URL with query; signatures and tokens removed. */
  readonly requestTarget: string;
  declare readonly headers: Readonly<Record<string, string>>;
  /** The body as it came; hidden from printing, since it can quote what was signed. */
  declare readonly snapshot: Uint8Array;

  constructor(fields: ServiceErrorFields) {
    super(serviceErrorText(fields));
    this.statusCode = fields.statusCode;
    this.code = fields.code;
    this.serviceMessage = fields.message;
    this.requestId = fields.requestId;
    this.ec = fields.ec;
    if (fields.timestamp !== undefined) this.timestamp = fields.timestamp;
    this.requestTarget = fields.requestTarget;
    Object.defineProperties(this, {
      [brand]: { value: true },
      headers: { value: fields.headers },
      snapshot: { value: fields.snapshot },
    });
  }
}

/** Whether a value is a {@link ServiceError}, made by any copy of this package. */
export function isServiceError(value: unknown): value is ServiceError {
  return typeof value === "object" && value !== null && brand in value;
}

/** The {@link ServiceError} inside an error, through every `cause`; `undefined` when there is none. */
export function findServiceError(error: unknown): ServiceError | undefined {
  for (let current = error, depth = 0; depth < 16; depth++) {
    if (isServiceError(current)) return current;
    if (!(current instanceof Error)) return undefined;
    current = current.cause;
  }
  return undefined;
}

/** The text of the OSS v2 SDKs (specification 6.2), on one line. The time is in Go's style. */
function serviceErrorText(fields: ServiceErrorFields): string {
  const time =
    fields.timestamp
      ?.toISOString()
      .replace("T", " ")
      .replace(/\.\d+Z$/, " +0000 UTC") ?? "";
  return [
    "Error returned by Service",
    `Http Status Code: ${fields.statusCode}`,
    `Error Code: ${fields.code}`,
    `Request Id: ${fields.requestId}`,
    `Message: ${fields.message}`,
    `EC: ${fields.ec}`,
    `Timestamp: ${time}`,
    `Request Endpoint: ${fields.requestTarget}.`,
  ].join(". ");
}
