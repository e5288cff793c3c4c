import { Agent, type Dispatcher } from "undici";
import { createConnector } from "./connector.js";
import type { DispatcherOptions } from "./dispatcher-options.js";
import { parseProxy, proxyAuthorization } from "./proxy.js";

/** The dispatcher behind `createDispatcher` and the host. Importing this file loads undici. */
export function buildDispatcher(options: DispatcherOptions, holdsProcess: boolean): Dispatcher {
  const proxyFor = proxyChoice(options.proxy);
  const agent = new Agent({
    connect: createConnector({ ...options, proxyFor, holdsProcess }),
    headersTimeout: options.headersTimeout ?? 10_000,
    bodyTimeout: options.bodyTimeout ?? 10_000,
    keepAliveTimeout: options.keepAliveTimeout ?? 4_000,
    maxHeaderSize: options.maxHeaderSize ?? 65_536,
    ...(options.connections === undefined ? {} : { connections: options.connections }),
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
    const own = headerList(request.headers);
    const host = own.some(([name]) => name.toLowerCase() === "host") ? [] : [["host", target.host] satisfies Header];
    const headers = [...host, ...own, ...Object.entries(proxyAuthorization(proxy))];
    return dispatch({ ...request, origin: proxy.origin, path: `${target.origin}${request.path}`, headers }, handler);
  };
}

type Header = [name: string, value: string | string[] | undefined];

/** Every form of headers undici takes, as pairs. */
function headerList(headers: Dispatcher.DispatchOptions["headers"]): Header[] {
  if (headers === undefined || headers === null) return [];
  if (!Array.isArray(headers)) return Symbol.iterator in headers ? [...headers] : Object.entries(headers);
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : []));
}
