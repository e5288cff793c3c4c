import { CredentialsError } from "@credport/core";

/** An `ABORTED` that says what was under way, with the signal's reason as its cause. */
export function abortedError(action: string, signal: AbortSignal): CredentialsError {
  return new CredentialsError({ code: "ABORTED", message: `${action} was aborted`, cause: signal.reason });
}

/** Throws {@link abortedError} when the signal has aborted. */
export function throwIfAborted(action: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortedError(action, signal);
}
