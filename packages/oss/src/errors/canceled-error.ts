import { describeCause } from "./client-error.js";

/** The caller's signal ended the call. `cause` is the signal's reason. */
export class CanceledError extends Error {
  override readonly name: string = "CanceledError";

  constructor(cause: unknown) {
    super(`canceled, ${describeCause(cause)}`, { cause });
  }
}
