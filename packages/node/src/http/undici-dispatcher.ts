import { Agent, type Dispatcher } from "undici";
import { createConnector } from "./connector.js";
import type { DispatcherOptions } from "./dispatcher-options.js";
import { idleLimitedPools } from "./idle-limit.js";
import { parseProxy, proxyAuthorization } from "./proxy.js";

/** The dispatcher behind `createDispatcher` and the host. Importing this file loads undici. */
export function buildDispatcher(options: DispatcherOptions, holdsProcess: boolean): Dispatcher {
  const proxyFor = proxyChoice(options.proxy);
  const connect = createConnector({ ...options, proxyFor, holdsProcess });
  const { maxIdle = Infinity, maxIdlePerOrigin = Infinity } = options;
  const isLimited = maxIdle !== Infinity || maxIdlePerOrigin !== Infinity;
  const agent = new Agent({
    connect,
    ...(isLimited ? { factory: idleLimitedPools({ total: maxIdle, perOrigin: maxIdlePerOrigin }, connect) } : {}),
    headersTimeout: options.headersTimeout ?? 10_000,
    bodyTimeout: options.bodyTimeout ?? 10_000,
    keepAliveTimeout: options.keepAliveTimeout ?? 4_000,
    maxHeaderSize: options.maxHeaderSize ?? 65_536,
    ...(options.connections === undefined ? {} : { connections: options.connections }),
    ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
  });
  return options.proxy === undefined ? agent : agent.compose((dispatch) => throughProxy(dispatch, proxyFor));
}

function proxyChoice(proxy: DispatcherOptions["proxy"]): (target: URL) => URL | undefined {
  if (proxy === undefined) return () => undefined;
  if (typeof proxy !== "function") {
    const fixed = parseProxy(proxy);
    return () => fixed;
  }
  return (target) => {
    const chosen = proxy(target);
    return chosen === undefined ? undefined : parseProxy(chosen);
  };
}

/** Sends plain http requests to the proxy, in absolute form; https ones get their tunnel when they connect. */
function throughProxy(dispatch: Dispatcher.Dispatch, proxyFor: (target: URL) => URL | undefined): Dispatcher.Dispatch {
  return (request, handler) => {
    const target = new URL(request.origin ?? "");
    const proxy = target.protocol === "http:" ? proxyFor(target) : undefined;
    if (proxy === undefined) return dispatch(request, handler);
    const headers = flatHeaders(request.headers);
    if (!headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === "host"))
      headers.push("host", target.host);
    headers.push(...Object.entries(proxyAuthorization(proxy)).flat());
    return dispatch({ ...request, origin: proxy.origin, path: `${target.origin}${request.path}`, headers }, handler);
  };
}

/** Every form of headers undici takes, as the one of names and values in turn. */
function flatHeaders(headers: Dispatcher.DispatchOptions["headers"]): string[] {
  if (headers === undefined || headers === null) return [];
  if (Array.isArray(headers)) return [...headers];
  const pairs = Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return pairs.flatMap(([name, value = []]) => [value].flat().flatMap((each) => [name, each]));
}
