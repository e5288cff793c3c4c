import { CredentialsError, type HttpRequest, type HttpResponse } from "@credport/core";
import type { FakeClock } from "../clock/fake-clock.js";
import { isPlainHttpAllowed } from "./plain-http.js";
import { handled } from "./scripted-failure.js";
import { underLimit } from "./scripted-limits.js";

/** A request as a scripted handler sees it. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; empty when there is none. */
  readonly body: string;
  /** The request as it was handed to the host. */
  readonly original: HttpRequest;
}

/** A scripted answer. An object as body is sent as JSON. */
export interface ScriptedResponse {
  /** Default 200. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | object | undefined;
}

/** Answers a request; may wait, and may throw, as a broken connection does: any `Error` is `NETWORK`. */
export type RequestHandler = (request: RecordedRequest) => ScriptedResponse | Promise<ScriptedResponse>;

/** The HTTP side of a scripted host. Keeps every request; without a handler no host can be reached. */
export class ScriptedHttp {
  /** The requests so far, in order. */
  readonly requests: RecordedRequest[] = [];
  readonly #clock: FakeClock;
  #handler: RequestHandler = ({ url }) => {
    throw networkError(url.host);
  };

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** Answers all requests from now on. */
  handle(handler: RequestHandler): void {
    this.#handler = handler;
  }

  /** `Host.request`. */
  async request(request: HttpRequest): Promise<HttpResponse> {
    const { connectTimeout = 5_000, readTimeout = 10_000, maxBodyBytes = 1024 * 1024, signal } = request;
    const recorded = record(request);
    const { host } = recorded.url;
    this.requests.push(recorded);
    if (!isPlainHttpAllowed(recorded.url) && request.allowInsecureHttp !== true) {
      const message = `plain http to ${host} needs allowInsecureHttp`;
      throw new CredentialsError({ code: "CONFIG_INVALID", message });
    }
    const sentAt = this.#clock.now();
    const timeout = connectTimeout + readTimeout;
    const failure = (why: string): CredentialsError => connectionError(host, why);
    const answer = await underLimit(() => handled(() => this.#handler(recorded), failure), {
      clock: this.#clock,
      timeout,
      signal,
      action: `the request to ${host}`,
      timeoutError: () =>
        new CredentialsError({ code: "TIMEOUT", message: `${host} did not answer within ${String(timeout)} ms` }),
    });
    const body = bytesOf(answer.body ?? "");
    if (body.length > maxBodyBytes) {
      const message = `the answer of ${host} is larger than ${String(maxBodyBytes)} bytes`;
      throw new CredentialsError({ code: "MALFORMED_RESPONSE", message });
    }
    return {
      status: answer.status ?? 200,
      headers: lowerCased(answer.headers ?? {}),
      body,
      text: () => new TextDecoder().decode(body),
      sentAt,
      receivedAt: this.#clock.now(),
    };
  }
}

/** The failure of a connection that did not come about, for handlers to throw. */
export function networkError(host: string): CredentialsError {
  return connectionError(host, "ECONNREFUSED");
}

function connectionError(host: string, why: string): CredentialsError {
  return new CredentialsError({ code: "NETWORK", message: `cannot connect to ${host}: ${why}` });
}

function record(request: HttpRequest): RecordedRequest {
  return {
    method: request.method,
    url: parseTarget(request.url),
    headers: lowerCased(request.headers ?? {}),
    body: typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body),
    original: request,
  };
}

function parseTarget(target: string | URL): URL {
  if (URL.canParse(String(target))) return new URL(target);
  throw new CredentialsError({ code: "CONFIG_INVALID", message: "url must be an absolute http: or https: URL" });
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function bytesOf(body: string | Uint8Array | object): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
}
