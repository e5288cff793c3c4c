import { CredentialsError } from "@credport/core";
import { abortedError } from "../aborted-error.js";
import { errorCode } from "../error-code.js";
import { ConnectTimeoutError, ProxyRefusedError } from "./connect-failure.js";
import { TransportFailure } from "./transport-failure.js";

/** What went wrong in an exchange. */
export type ExchangeFailureKind = "connect-timeout" | "read-timeout" | "aborted" | "too-large" | "transport";

/** Why there is no answer. */
export class ExchangeFailure extends Error {
  readonly kind: ExchangeFailureKind;
  /** Whether the request may have reached the server. */
  readonly requestSent: boolean;
  /** Whether an answer had begun: it broke, or took too long, while its body was read. */
  readonly answerBegun: boolean;
  readonly reason: unknown;

  constructor(kind: ExchangeFailureKind, requestSent: boolean, reason?: unknown, answerBegun = false) {
    super(kind);
    this.name = "ExchangeFailure";
    this.kind = kind;
    this.requestSent = requestSent;
    this.answerBegun = answerBegun;
    this.reason = reason;
  }
}

/** The failure in the words callers get. Raw errors stay behind: some hold bytes of an answer or a whole URL. */
export function credentialsError(
  failure: ExchangeFailure,
  host: string,
  limits: {
    readonly connectTimeout: number;
    readonly readTimeout: number;
    readonly maxBodyBytes: number;
    readonly signal: AbortSignal | undefined;
  },
): CredentialsError {
  const { kind, reason, requestSent } = failure;
  if (kind === "aborted" && limits.signal !== undefined) return abortedError(`the request to ${host}`, limits.signal);
  if (kind === "too-large") {
    const message = `the answer of ${host} is larger than ${String(limits.maxBodyBytes)} bytes`;
    return new CredentialsError({ code: "MALFORMED_RESPONSE", message });
  }
  if (kind === "connect-timeout" || reason instanceof ConnectTimeoutError) {
    const message = `connecting to ${host} took longer than ${String(limits.connectTimeout)} ms`;
    return new CredentialsError({ code: "TIMEOUT", message, cause: new TransportFailure("CONNECT_TIMEOUT", false) });
  }
  if (kind === "read-timeout") {
    const message = `${host} did not answer within ${String(limits.readTimeout)} ms`;
    return new CredentialsError({ code: "TIMEOUT", message, cause: new TransportFailure("READ_TIMEOUT", true) });
  }
  return transportError(reason, requestSent, host);
}

function transportError(reason: unknown, requestSent: boolean, host: string): CredentialsError {
  const code = errorCode(reason) ?? "unknown error";
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") {
    return new CredentialsError({ code: "DISPOSED", message: `the host was disposed during the request to ${host}` });
  }
  if (code === "UND_ERR_INVALID_ARG") {
    return new CredentialsError({
      code: "CONFIG_INVALID",
      message: `the request to ${host} has a method, path or header that HTTP does not allow`,
    });
  }
  const why = reason instanceof ProxyRefusedError ? reason.message : code;
  const message = requestSent ? `the connection to ${host} broke: ${why}` : `cannot connect to ${host}: ${why}`;
  return new CredentialsError({ code: "NETWORK", message, cause: new TransportFailure(code, requestSent) });
}
