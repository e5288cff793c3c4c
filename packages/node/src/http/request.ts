import { CredentialsError, type HttpRequest, type HttpResponse } from "@credport/core";
import type { Dispatcher } from "undici";
import { throwIfAborted } from "../aborted-error.js";
import { exchange, type Answer, type ExchangeLimits } from "./exchange.js";
import { ExchangeFailure, credentialsError } from "./exchange-failure.js";
import { routeTo, type Route, type RouteContext } from "./route.js";

/** What a host lends its requests. */
export interface RequestContext extends RouteContext {
  /** The dispatcher for a proxy, or for none. */
  dispatcherFor(proxy: URL | undefined): Dispatcher;
}

/** One HTTP exchange under the limits of `HttpRequest`. Failures name the host, never the query, the user or a body. */
export async function sendRequest(request: HttpRequest, context: RequestContext): Promise<HttpResponse> {
  const { connectTimeout = 5_000, readTimeout = 10_000, maxBodyBytes = 1024 * 1024, signal } = request;
  const url = parseTarget(request.url);
  throwIfAborted(`the request to ${url.host}`, signal);
  const limits: ExchangeLimits = { connectTimeout, readTimeout, maxBodyBytes, signal };
  const connectBy = performance.now() + connectTimeout;
  try {
    const route = await routeTo(url, request, context, limits);
    return responseOf(await send(route, url, request, context, limits, connectBy));
  } catch (error) {
    throw error instanceof ExchangeFailure ? credentialsError(error, url.host, limits) : error;
  }
}

/** Tries the origins in turn for as long as no connection comes about. All together get what resolving the name left of the connect timeout. */
async function send(
  route: Route,
  url: URL,
  request: HttpRequest,
  context: RequestContext,
  limits: ExchangeLimits,
  connectBy: number,
): Promise<Answer> {
  const dispatcher = context.dispatcherFor(route.proxy);
  let failure: unknown;
  for (const origin of route.origins) {
    const connectTimeout = Math.max(1, connectBy - performance.now());
    try {
      return await exchange(dispatcher, dispatchOptions(origin, url, request), { ...limits, connectTimeout });
    } catch (error) {
      failure = error;
      if (!(error instanceof ExchangeFailure) || error.kind !== "transport" || error.requestSent) break;
    }
  }
  throw failure;
}

function dispatchOptions(origin: string, url: URL, request: HttpRequest): Dispatcher.DispatchOptions {
  const { method, body, headers = {} } = request;
  const hasHost = Object.keys(headers).some((name) => name.toLowerCase() === "host");
  return {
    origin,
    path: `${url.pathname}${url.search}`,
    method,
    headers: hasHost ? headers : { host: url.host, ...headers },
    ...(body === undefined ? {} : { body }),
  };
}

function responseOf(answer: Answer): HttpResponse {
  const body = new Uint8Array(answer.body);
  return { ...answer, body, text: () => new TextDecoder().decode(body) };
}

function parseTarget(target: string | URL): URL {
  const url = URL.canParse(String(target)) ? new URL(target) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new CredentialsError({ code: "CONFIG_INVALID", message: "url must be an absolute http: or https: URL" });
  }
  if (url.username !== "" || url.password !== "") {
    throw new CredentialsError({
      code: "CONFIG_INVALID",
      message: `url for ${url.host} must not carry a user name or password`,
    });
  }
  return url;
}
