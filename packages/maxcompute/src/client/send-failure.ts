/** Codes of a failure before any byte of the request left. */
const unsentCodes: ReadonlySet<string> = new Set([
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "PROXY_REFUSED",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Name resolution and TLS trust do not heal by asking again. */
const hopelessCodes =
  /^(?:EAI_|ENOTFOUND|CERT_|CRL_|ERR_TLS_|ERR_SSL_|ERROR_IN_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|SELF_SIGNED_|UNABLE_TO_|UND_ERR_INVALID_ARG|UND_ERR_REQ_CONTENT_LENGTH)/;

const timeoutCodes: ReadonlySet<string> = new Set([
  "CONNECT_TIMEOUT",
  "ETIMEDOUT",
  "REQUEST_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
]);

/** Why there is no answer, or only part of one. */
export class SendFailure extends Error {
  /** The code of the system, of TLS or of undici. */
  readonly code: string;
  readonly host: string;

  constructor(code: string, host: string, cause?: unknown) {
    super(`the request to ${host} failed: ${code}`, cause === undefined ? undefined : { cause });
    this.name = "SendFailure";
    this.code = code;
    this.host = host;
  }

  static from(error: unknown, host: string): SendFailure {
    return error instanceof SendFailure ? error : new SendFailure(codeOf(error), host, error);
  }

  /** Whether the request certainly never reached the server. */
  get unsent(): boolean {
    return unsentCodes.has(this.code) || this.hopeless;
  }

  /** Whether asking again cannot help. */
  get hopeless(): boolean {
    return hopelessCodes.test(this.code);
  }

  get timedOut(): boolean {
    return timeoutCodes.has(this.code);
  }
}

function codeOf(error: unknown): string {
  for (let current = error, depth = 0; depth < 4 && typeof current === "object" && current !== null; depth++) {
    if ("code" in current && typeof current.code === "string") return current.code;
    current = "cause" in current ? current.cause : undefined;
  }
  return error instanceof Error ? error.name : "UNKNOWN";
}
