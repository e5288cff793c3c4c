import { BytePlusAbortError } from "./byteplus-abort-error.js";
import type { BytePlusError } from "./byteplus-error.js";
import { BytePlusNetworkError } from "./byteplus-network-error.js";

/** The error of a call that its signal ended: a time limit and the caller's own abort are told apart by the signal's reason. */
export function cancelled(reason: unknown): BytePlusError {
  if (!(reason instanceof DOMException && reason.name === "TimeoutError")) return new BytePlusAbortError(reason);
  return new BytePlusNetworkError({
    code: "RequestCanceled",
    message: "The call's time limit ran out.",
    timeout: true,
    retryable: true,
    cause: reason,
  });
}
