import type { LookupFunction } from "node:net";
import { CredentialsError, type HttpRequest } from "@credport/core";
import { addressKind, hostKind, literalAddress, type AddressKind } from "./address.js";
import type { ExchangeLimits } from "./exchange.js";
import { environmentProxy, parseProxy, type ReadVariable } from "./proxy.js";
import { resolveName } from "./resolve-name.js";

/** What decides a route beside the request. */
export interface RouteContext {
  readonly env: ReadVariable;
  readonly lookup: LookupFunction;
}

/** Where a request is sent: the origins to try one after the other, and through which proxy. */
export interface Route {
  readonly origins: readonly string[];
  readonly proxy: URL | undefined;
}

/**
 * Holds plain http to addresses that are not public. The name is resolved here, once, and the connection made to the address that
 * was checked: a second answer of the name server (DNS rebinding) has no way in.
 */
export async function routeTo(
  url: URL,
  request: HttpRequest,
  context: RouteContext,
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
function chooseProxy(url: URL, kind: AddressKind, request: HttpRequest, context: RouteContext): URL | undefined {
  const { proxy = "environment" } = request;
  if (proxy === "none") return undefined;
  if (proxy === "environment") return kind === "public" ? environmentProxy(url, context.env) : undefined;
  const explicit = parseProxy(proxy);
  return kind === "public" || kind === "private" ? explicit : undefined;
}

function insecure(url: URL): CredentialsError {
  return new CredentialsError({
    code: "CONFIG_INVALID",
    message: `plain http to ${url.host} would leave this network; use https, or set allowInsecureHttp`,
  });
}
