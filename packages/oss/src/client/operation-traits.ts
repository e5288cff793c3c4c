import type { RequestBody } from "../body/request-body.js";
import type { ServiceError } from "../errors/service-error.js";
import type { TransportResponse } from "../transport/transport.js";

/** Looks whether the work of a refused repetition is done already, and answers for it. */
export type Recover = (error: ServiceError, body: RequestBody | undefined) => Promise<TransportResponse | undefined>;

/** How an operation differs from a plain request. */
export interface OperationTraits {
  /** What is sent where neither the request nor the call's further headers say otherwise. */
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
  /** Query items, in the same way. */
  readonly defaultQuery?: Readonly<Record<string, string>> | undefined;
  /** Whether `Content-MD5` is sent. Default true. */
  readonly sendsMd5?: boolean | undefined;
  /** The CRC-64 that the answer's continues from; present: the upload is checked. */
  readonly uploadCrcStart?: bigint | undefined;
  /** Whether a body that breaks off is worth another attempt. Default false. */
  readonly retriesBrokenBody?: boolean | undefined;
  /**
   * Asked when a repeated attempt is refused: the answer to report as success when an earlier attempt, whose answer was lost,
   * has done the work. The body can be read again.
   */
  readonly recover?: Recover | undefined;
}
