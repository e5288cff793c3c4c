import type { ServiceError } from "../errors/service-error.js";
import type { TransportResponse } from "../transport/transport.js";

/** What a first attempt may already have done, for telling its success from another's. */
export interface SentBody {
  /** CRC-64 of the body in decimal, continued from the given start. */
  readonly crc: string | undefined;
  readonly length: number | undefined;
}

/** How an operation differs from a plain request. */
export interface OperationTraits {
  /** What is sent where neither the request nor the call's further headers say otherwise. */
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
  /** Whether `Content-MD5` is sent. Default true. */
  readonly sendsMd5?: boolean | undefined;
  /** The CRC-64 that the answer's continues from; present: the upload is checked. */
  readonly uploadCrcStart?: bigint | undefined;
  /** Whether a body that breaks off is worth another attempt. Default false. */
  readonly retriesBrokenBody?: boolean | undefined;
  /**
   * Asked when a repeated attempt is refused: the answer to report as success when an earlier attempt, whose answer was lost,
   * has done the work.
   */
  readonly recover?: ((error: ServiceError, sent: SentBody) => Promise<TransportResponse | undefined>) | undefined;
}
