import type { Host } from "@credport/core";
import type { DispatcherOptions } from "@credport/node/http";
import type { Dispatcher } from "undici";
import type { ConnectionOptions } from "../config/client-options.js";
import { IdleMonitor } from "./idle-monitor.js";
import { NodeTransport } from "./node-transport.js";
import { proxyChoice } from "./proxy-settings.js";
import type { Transport } from "./transport.js";
import { UndiciTransport } from "./undici-transport.js";

/** A client's transport: undici, and `node:http` for requests with an `Expect` header, which undici refuses. */
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
  return {
    send: (request) => (request.headers.has("expect") ? node : undici).send(request),
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
