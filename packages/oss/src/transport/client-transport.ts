import type { Host } from "@credport/core";
import type { DispatcherOptions } from "@credport/node/http";
import type { Dispatcher } from "undici";
import type { ConnectionOptions } from "../config/client-options.js";
import { IdleMonitor } from "./idle-monitor.js";
import { NodeTransport } from "./node-transport.js";
import { proxyChoice } from "./proxy-settings.js";
import type { Transport, TransportRequest } from "./transport.js";
import { UndiciTransport } from "./undici-transport.js";

/**
 * A client's transport: undici, and `node:http` for requests with an `Expect` header, which undici refuses, and for bodies in
 * pieces, which undici writes with more time and memory. A given dispatcher gets those, and so do the tunnels of a proxy, which
 * undici keeps open.
 */
export function clientTransport(
  options: ConnectionOptions,
  host: Host,
  createDispatcher: (options: DispatcherOptions) => Promise<Dispatcher>,
): Transport {
  const monitor = new IdleMonitor(host);
  const { dispatcher } = options;
  const open =
    dispatcher === undefined ? () => createDispatcher(dispatcherOptions(options, host)) : async () => dispatcher;
  const undici = new UndiciTransport(open, dispatcher === undefined, monitor);
  const node = new NodeTransport(options, host, monitor);
  const hasProxy = options.proxyHost !== undefined || options.proxyFromEnvironment === true;
  const writesPieces = dispatcher === undefined && !hasProxy;
  const isForNode = ({ headers, body }: TransportRequest): boolean =>
    headers.has("expect") || (writesPieces && body !== undefined && !(body instanceof Uint8Array));
  return {
    send: (request) => (isForNode(request) ? node : undici).send(request),
    async close() {
      await Promise.all([undici.close(), node.close()]);
    },
  };
}

function dispatcherOptions(options: ConnectionOptions, host: Host): DispatcherOptions {
  return {
    connectTimeout: options.connectTimeout,
    connections: options.maxConnections ?? 100,
    keepAliveTimeout: options.idleConnectionTimeout ?? 50_000,
    keepAliveInitialDelay: options.keepAliveTimeout,
    localAddress: options.bindAddress,
    proxy: proxyChoice(options, host),
    tls: { ...options.tls, rejectUnauthorized: options.insecureSkipVerify !== true },
  };
}
