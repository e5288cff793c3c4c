/** The `cause` of a `NETWORK` or `TIMEOUT` error. Holds nothing of what was sent or received. */
export class TransportFailure extends Error {
  /** The code of the system, of TLS or of undici: `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `UND_ERR_SOCKET`. */
  readonly code: string;
  /** Whether the request may have reached the server: `false` means that repeating it is safe. */
  readonly requestSent: boolean;

  constructor(code: string, requestSent: boolean) {
    super(code);
    this.name = "TransportFailure";
    this.code = code;
    this.requestSent = requestSent;
  }
}
