import type { Attempt, CredentialsError } from "@credport/core";
import { BytePlusError, type BytePlusErrorKind } from "./byteplus-error.js";

/** A call could not get credentials. `cause` is core's `CredentialsError`; `code` its vendor code, else its own. */
export class BytePlusCredentialsError extends BytePlusError {
  static override readonly marker: string = "BytePlusCredentialsError";
  override readonly kind: BytePlusErrorKind = "client";
  /** The path of the source that failed. */
  readonly source: string;
  /** Each source asked, with its outcome. */
  readonly attempts: readonly Attempt[];

  constructor(cause: CredentialsError) {
    super({
      code: cause.vendorCode ?? cause.code,
      message: `No credentials to sign with: ${cause.message}`,
      retryable: !cause.permanent,
      cause,
    });
    this.source = cause.source;
    this.attempts = cause.attempts;
  }
}
