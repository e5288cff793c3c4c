import { BytePlusError, type BytePlusErrorFields, type BytePlusErrorKind } from "./byteplus-error.js";

/** How far an exchange had come when it failed. */
export type NetworkPhase = "dns" | "connect" | "tls" | "read";

/** Named fields of a {@link BytePlusNetworkError}. */
export interface BytePlusNetworkErrorFields extends BytePlusErrorFields {
  readonly errno?: string | undefined;
  readonly phase?: NetworkPhase | undefined;
  readonly timeout?: boolean | undefined;
}

/** No answer came: name resolution, connection, TLS, a broken read, or a time limit (`timeout`). */
export class BytePlusNetworkError extends BytePlusError {
  static override readonly marker: string = "BytePlusNetworkError";
  override readonly kind: BytePlusErrorKind = "network";
  /** The system's or the HTTP library's code, e.g. `ECONNREFUSED`. */
  declare readonly errno?: string;
  declare readonly phase?: NetworkPhase;
  /**
   * A time limit ran out: the connection's or the attempt's (`RequestError`, `ResponseTimeout` once an answer had begun), or the
   * call's own (`RequestCanceled`).
   */
  readonly timeout: boolean;

  constructor(fields: BytePlusNetworkErrorFields) {
    super(fields);
    if (fields.errno !== undefined) this.errno = fields.errno;
    if (fields.phase !== undefined) this.phase = fields.phase;
    this.timeout = fields.timeout ?? false;
  }
}
