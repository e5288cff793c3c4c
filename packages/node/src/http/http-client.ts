import { lookup as systemLookup } from "node:dns";
import type { LookupFunction } from "node:net";
import type { HttpRequest, HttpResponse } from "@credport/core";
import type { Dispatcher } from "undici";
import type { TlsOptions } from "./dispatcher-options.js";
import type { ReadVariable } from "./proxy.js";
import { sendRequest } from "./request.js";
import { buildDispatcher } from "./undici-dispatcher.js";

/** An attempt to connect that nobody awaits any more is ended after this long, in ms. The requests' own timeouts are shorter. */
const longestConnect = 120_000;

/** Options of {@link createHttpClient}. */
export interface HttpClientOptions {
  readonly env: ReadVariable;
  readonly dispatcher: Dispatcher | undefined;
  readonly lookup: LookupFunction | undefined;
  readonly tls: TlsOptions | undefined;
}

/** The HTTP of one host. */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Ends every connection; requests under way fail with `DISPOSED`. A dispatcher that was passed in stays open. */
  destroy(): Promise<void>;
}

/** One dispatcher for direct connections and one for each proxy in use. Importing this file loads undici. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { dispatcher: given, env, lookup = systemLookup } = options;
  const tls = { ...options.tls, rejectUnauthorized: true };
  const dispatchers = new Map<string, Dispatcher>();
  const dispatcherFor = (proxy: URL | undefined): Dispatcher => {
    if (given !== undefined) return given;
    const key = proxy?.href ?? "";
    let dispatcher = dispatchers.get(key);
    if (dispatcher === undefined) {
      // The limits of a request are kept by timers of its own.
      const limits = { connectTimeout: longestConnect, headersTimeout: 0, bodyTimeout: 0 };
      dispatcher = buildDispatcher({ ...limits, proxy, lookup, tls }, false);
      dispatchers.set(key, dispatcher);
    }
    return dispatcher;
  };
  return {
    request: (request) => sendRequest(request, { env, lookup, dispatcherFor }),
    async destroy() {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
    },
  };
}
