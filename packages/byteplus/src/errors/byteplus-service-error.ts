import { BytePlusError, type BytePlusErrorFields, type BytePlusErrorKind } from "./byteplus-error.js";

/** Named fields of a {@link BytePlusServiceError}. */
export interface BytePlusServiceErrorFields extends BytePlusErrorFields {
  readonly status: number;
  readonly requestId?: string | undefined;
  readonly codeN?: number | undefined;
  readonly serverMessage?: string | undefined;
  readonly action?: string | undefined;
  readonly service?: string | undefined;
  readonly region?: string | undefined;
  readonly logId?: string | undefined;
  readonly body?: string | undefined;
}

/** The server answered with an error. Where the body names none, `code` is `HttpError`. */
export class BytePlusServiceError extends BytePlusError {
  static override readonly marker: string = "BytePlusServiceError";
  override readonly kind: BytePlusErrorKind = "server";
  /** The HTTP status; 200 is possible. */
  readonly status: number;
  declare readonly requestId?: string;
  /** The gateway's number for `code`, e.g. 100009. */
  declare readonly codeN?: number;
  /** The server's own text: one line, 500 characters at most, without the request's secrets. */
  declare readonly serverMessage?: string;
  declare readonly action?: string;
  declare readonly service?: string;
  declare readonly region?: string;
  /** The `X-Tt-Logid` header, which the vendor's support asks for. */
  declare readonly logId?: string;
  /** The first 2 KiB of an error answer. Kept out of `inspect`, JSON and the message. */
  declare readonly body?: string;

  constructor(fields: BytePlusServiceErrorFields) {
    super(fields);
    this.status = fields.status;
    if (fields.requestId !== undefined) this.requestId = fields.requestId;
    if (fields.codeN !== undefined) this.codeN = fields.codeN;
    if (fields.serverMessage !== undefined) this.serverMessage = fields.serverMessage;
    if (fields.action !== undefined) this.action = fields.action;
    if (fields.service !== undefined) this.service = fields.service;
    if (fields.region !== undefined) this.region = fields.region;
    if (fields.logId !== undefined) this.logId = fields.logId;
    const { body } = fields;
    if (body !== undefined) Object.defineProperty(this, "body", { get: () => body });
  }
}
