import type { Host, HttpResponse } from "@credport/core";
import type { HttpLimits } from "../options/http-options.js";
import { packageVersion } from "./package-version.js";

/** One request of a source. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  readonly limits: HttpLimits;
  readonly allowInsecureHttp?: boolean;
}

/** What {@link send} needs of a load's context, or of a client. */
export interface SendContext {
  readonly host: Host;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request with this package's user agent, within its limits and the load's own signal. */
export function send({ host, signal }: SendContext, request: OutgoingRequest): Promise<HttpResponse> {
  return host.request({
    method: request.method,
    url: request.url,
    headers: { "user-agent": userAgent(host), "accept-encoding": "identity", ...request.headers },
    body: request.body,
    readTimeout: request.limits.readTimeout,
    connectTimeout: request.limits.connectTimeout,
    proxy: request.limits.proxy,
    allowInsecureHttp: request.allowInsecureHttp,
    signal,
  });
}

/** The user agent in the vendor's form ("alibaba-credentials" section 5). */
export function userAgent(host: Host): string {
  return `AlibabaCloud (${host.platform}; ${host.arch}) ${host.runtime} ${packageVersion}`;
}
