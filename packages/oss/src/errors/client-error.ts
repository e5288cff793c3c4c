/** A failure on this side, beside the service's own errors. */
export class ClientError extends Error {
  override readonly name: string = "ClientError";
  /** What kind, e.g. `UnmarshalOutputFail`, `BodyLengthMismatch`. */
  readonly code: string;

  constructor(code: string, message: string, cause: unknown) {
    super(`client error: ${message}, ${describeCause(cause)}`, { cause });
    this.code = code;
  }
}

/** A cause in one line. */
export function describeCause(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
