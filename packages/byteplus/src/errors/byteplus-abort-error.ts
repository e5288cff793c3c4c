import { BytePlusError, type BytePlusErrorKind } from "./byteplus-error.js";

/** The caller's own signal ended the call. `name` is `AbortError`, `code` is `RequestCanceled`, `cause` the signal's reason. */
export class BytePlusAbortError extends BytePlusError {
  static override readonly marker: string = "BytePlusAbortError";
  override readonly kind: BytePlusErrorKind = "network";

  constructor(reason: unknown) {
    super({ code: "RequestCanceled", message: "The call was aborted by its signal.", cause: reason });
    this.name = "AbortError";
  }
}
