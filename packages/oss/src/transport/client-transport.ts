import type { Host } from "@credport/core";
import type { DispatcherOptions } from "@credport/node/http";
import type { Dispatcher } from "undici";
import type { ConnectionOptions } from "../config/client-options.js";
import { FirstObjects } from "./first-objects.js";
import { IdleMonitor } from "./idle-monitor.js";
import { NodeTransport } from "./node-transport.js";
import { proxyChoice } from "./proxy-settings.js";
import type { Transport, TransportRequest } from "./transport.js";
import { UndiciTransport } from "./undici-transport.js";

/** Below so many, one more than the client was allowed would count. */
const fewConnections = 16;

/** The transport of a client. */
export interface ClientTransport extends Transport {
  /** The same, but with a dispatcher of somebody else's. */
  through(dispatcher: Dispatcher): ClientTransport;
}

/**
 * A client's transport: undici, and `node:http` for requests with an `Expect` header, which undici refuses, for bodies in pieces,
 * which undici writes with more time and memory, and for the first objects. A given dispatcher gets those two, and so do
 * the tunnels of a proxy, which undici keeps open.
 */
export function clientTransport(
  options: ConnectionOptions,
  host: Host,
  createDispatcher: (options: DispatcherOptions) => Promise<Dispatcher>,
): ClientTransport {
  const monitor = new IdleMonitor(host);
  const { dispatcher } = options;
  const node = new NodeTransport(options, host, monitor);
  const through = (given: Dispatcher): ClientTransport => ({
    ...transportOf(new UndiciTransport(async () => given, false, monitor), node, isExpecting),
    through,
  });
  if (dispatcher !== undefined) return through(dispatcher);
  const undici = new UndiciTransport(() => createDispatcher(dispatcherOptions(options, host)), true, monitor);
  const hasProxy = options.proxyHost !== undefined || options.proxyFromEnvironment === true;
  const firstObjects = new FirstObjects(undici.running, node.running);
  const takesFirstObjects = !hasProxy && (options.maxConnections ?? 100) >= fewConnections;
  const isForNode = (request: TransportRequest): boolean =>
    isExpecting(request) || (!hasProxy && isInPieces(request)) || (takesFirstObjects && firstObjects.has(request));
  return { ...transportOf(undici, node, isForNode), through };
}

function transportOf(undici: Transport, node: Transport, isForNode: (request: TransportRequest) => boolean): Transport {
  return {
    send: (request) => (isForNode(request) ? node : undici).send(request),
    async close() {
      await Promise.all([undici.close(), node.close()]);
    },
  };
}

function isExpecting({ headers }: TransportRequest): boolean {
  return headers.has("expect");
}

function isInPieces({ body }: TransportRequest): boolean {
  return body !== undefined && !(body instanceof Uint8Array);
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
