import { ExchangeFailure } from "@credport/node";
import { BytePlusNetworkError, type NetworkPhase } from "./byteplus-network-error.js";

/** The error for an exchange that brought no answer. Only the system's code of its cause is told, never a URL. */
export function transportError(thrown: unknown, host: string): BytePlusNetworkError {
  if (!(thrown instanceof ExchangeFailure))
    return networkError("RequestError", `Sending to ${host} failed.`, codeOf(thrown), {}, thrown);
  const { kind, reason, requestSent } = thrown;
  const errno = codeOf(reason);
  if (kind === "connect-timeout" || errno === "CONNECT_TIMEOUT" || errno === "UND_ERR_CONNECT_TIMEOUT") {
    const detail = { phase: "connect", timeout: true } as const;
    return networkError("RequestError", `Connecting to ${host} took too long.`, errno ?? "ETIMEDOUT", detail, reason);
  }
  if (kind === "read-timeout" || errno === "UND_ERR_HEADERS_TIMEOUT" || errno === "UND_ERR_BODY_TIMEOUT") {
    const detail = { phase: "read", timeout: true } as const;
    return networkError("RequestError", `${host} did not answer in time.`, errno, detail, reason);
  }
  if (kind === "too-large") {
    return networkError("ReadError", `The answer of ${host} is larger than "maxResponseBytes".`, undefined, {
      phase: "read",
    });
  }
  if (requestSent) {
    return networkError(
      "ReadError",
      `The connection to ${host} broke before the answer was complete.`,
      errno,
      { phase: "read" },
      reason,
    );
  }
  const phase = phaseOf(errno ?? "");
  return networkError(
    "RequestError",
    `Cannot connect to ${host}: ${errno ?? "unknown error"}.`,
    errno,
    { phase },
    reason,
  );
}

function networkError(
  code: "RequestError" | "ReadError",
  message: string,
  errno: string | undefined,
  detail: { readonly phase?: NetworkPhase; readonly timeout?: boolean },
  cause?: unknown,
): BytePlusNetworkError {
  return new BytePlusNetworkError({ code, message, errno, ...detail, cause, retryable: true });
}

function phaseOf(errno: string): NetworkPhase {
  if (errno === "ENOTFOUND" || errno === "EAI_AGAIN") return "dns";
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(errno) ? "tls" : "connect";
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
