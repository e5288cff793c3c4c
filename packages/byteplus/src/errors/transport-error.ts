import { type ExchangeFailure, TransportFailure } from "@credport/node/http";
import { BytePlusSerializationError } from "./byteplus-serialization-error.js";
import { BytePlusNetworkError, type NetworkPhase } from "./byteplus-network-error.js";

/**
 * The error for an exchange that brought no answer: `RequestError` until one has begun, then `ReadError` or `ResponseTimeout`. The
 * raw cause stays behind: it may hold an answer's bytes or a whole URL.
 */
export function transportError(
  { kind, reason, requestSent, answerBegun }: ExchangeFailure,
  host: string,
): BytePlusNetworkError | BytePlusSerializationError {
  const errno = codeOf(reason);
  const fields = { errno, retryable: true, cause: new TransportFailure(errno ?? "UNKNOWN", requestSent) };
  if (errno === "UND_ERR_INVALID_ARG") {
    const message =
      "The request has a path or a header that HTTP does not allow, such as a line break in a key or token.";
    return new BytePlusSerializationError({ message });
  }
  if (kind === "connect-timeout" || errno === "CONNECT_TIMEOUT" || errno === "UND_ERR_CONNECT_TIMEOUT") {
    const message = `Connecting to ${host} took too long.`;
    return new BytePlusNetworkError({ ...fields, code: "RequestError", message, phase: "connect", timeout: true });
  }
  if (kind === "read-timeout" || errno === "UND_ERR_HEADERS_TIMEOUT" || errno === "UND_ERR_BODY_TIMEOUT") {
    const message = `${host} did not answer in time.`;
    const code = answerBegun ? "ResponseTimeout" : "RequestError";
    return new BytePlusNetworkError({ ...fields, code, message, phase: "read", timeout: true });
  }
  if (kind === "too-large") {
    const message = `The answer of ${host} is larger than "maxResponseBytes".`;
    return new BytePlusNetworkError({ ...fields, code: "ReadError", message, phase: "read", retryable: false });
  }
  if (requestSent) {
    const message = `The connection to ${host} broke before the answer was complete: ${errno ?? "unknown error"}.`;
    return new BytePlusNetworkError({
      ...fields,
      code: answerBegun ? "ReadError" : "RequestError",
      message,
      phase: "read",
    });
  }
  const message = `Cannot connect to ${host}: ${errno ?? "unknown error"}.`;
  return new BytePlusNetworkError({ ...fields, code: "RequestError", message, phase: phaseOf(errno ?? "") });
}

function phaseOf(errno: string): NetworkPhase {
  if (errno === "ENOTFOUND" || errno === "EAI_AGAIN") return "dns";
  return /CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO/.test(errno) ? "tls" : "connect";
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
