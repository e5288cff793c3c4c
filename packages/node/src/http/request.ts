import type { LookupFunction } from "node:net";
import { CredentialsError, type HttpRequest, type HttpResponse } from "@credport/core";
import type { Dispatcher } from "undici";
import { throwIfAborted } from "../aborted-error.js";
import { addressKind, hostKind, literalAddress, type AddressKind } from "./address.js";
import { exchange, type Answer, type ExchangeLimits } from "./exchange.js";
import { ExchangeFailure, credentialsError } from "./exchange-failure.js";
import { environmentProxy, parseProxy, type ReadVariable } from "./proxy.js";
import { resolveName } from "./resolve-name.js";

/** What a host lends its requests. */
export interface RequestContext {
  readonly env: ReadVariable;
  readonly lookup: LookupFunction;
  /** The dispatcher for a proxy, or for none. */
  dispatcherFor(proxy: URL | undefined): Dispatcher;
}

/** One HTTP exchange under the limits of `HttpRequest`. Failures name the host, never the query, the user or a body. */
export async function sendRequest(request: HttpRequest, context: RequestContext): Promise<HttpResponse> {
  const { connectTimeout = 5_000, readTimeout = 10_000, maxBodyBytes = 1024 * 1024, signal } = request;
  const url = parseTarget(request.url);
  throwIfAborted(`the request to ${url.host}`, signal);
  const limits: ExchangeLimits = { connectTimeout, readTimeout, maxBodyBytes, signal };
  try {
    const route = await routeTo(url, request, context, limits);
    return responseOf(await send(route, url, request, context, limits));
  } catch (error) {
    throw error instanceof ExchangeFailure ? credentialsError(error, url.host, limits) : error;
  }
}

/** Where a request is sent: the origins to try one after the other, and through which proxy. */
interface Route {
  readonly origins: readonly string[];
  readonly proxy: URL | undefined;
}

/**
 * Holds plain http to addresses that are not public. The name is resolved here, once, and the connection made to the address that
 * was checked: a second answer of the name server (DNS rebinding) has no way in.
 */
async function routeTo(
  url: URL,
  request: HttpRequest,
  context: RequestContext,
  limits: ExchangeLimits,
): Promise<Route> {
  if (url.protocol === "https:" || request.allowInsecureHttp === true) {
    return { origins: [url.origin], proxy: chooseProxy(url, hostKind(url.hostname), request, context) };
  }
  const literal = literalAddress(url.hostname);
  const addresses = literal === undefined ? await resolveName(url.hostname, context.lookup, limits) : [literal];
  const allowed = addresses.filter((address) => addressKind(address) !== "public");
  const [first] = allowed;
  if (first === undefined) throw insecure(url);
  const port = url.port === "" ? "" : `:${url.port}`;
  const origins = allowed.map((address) => `http://${address.includes(":") ? `[${address}]` : address}${port}`);
  return { origins, proxy: chooseProxy(url, addressKind(first), request, context) };
}

/** Proxies of the environment are for public hosts, an explicit one for private addresses too, none for what is local to the machine. */
function chooseProxy(url: URL, kind: AddressKind, request: HttpRequest, context: RequestContext): URL | undefined {
  const { proxy = "environment" } = request;
  if (proxy === "none") return undefined;
  if (proxy === "environment") return kind === "public" ? environmentProxy(url, context.env) : undefined;
  const explicit = parseProxy(proxy);
  return kind === "public" || kind === "private" ? explicit : undefined;
}

/** Tries the origins in turn for as long as no connection comes about. All together get the one connect timeout. */
async function send(
  route: Route,
  url: URL,
  request: HttpRequest,
  context: RequestContext,
  limits: ExchangeLimits,
): Promise<Answer> {
  const dispatcher = context.dispatcherFor(route.proxy);
  const deadline = performance.now() + limits.connectTimeout;
  let failure: unknown;
  for (const origin of route.origins) {
    const connectTimeout = Math.max(1, deadline - performance.now());
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
  return { ...answer, text: () => new TextDecoder().decode(answer.body) };
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

function insecure(url: URL): CredentialsError {
  return new CredentialsError({
    code: "CONFIG_INVALID",
    message: `plain http to ${url.host} would leave this network; use https, or set allowInsecureHttp`,
  });
}
