import { request } from "node:http";
import { Socket } from "node:net";
import { buildConnector } from "undici";
import { limitTimer } from "../clock/limit-timer.js";
import type { DispatcherOptions } from "./dispatcher-options.js";
import { proxyAuthorization } from "./proxy.js";
import { ConnectTimeoutError, ProxyRefusedError } from "./connect-failure.js";

/** What a connection is opened with, beside the public options. */
export interface ConnectorSettings extends DispatcherOptions {
  /** The proxy for an https target, or `undefined` for none. */
  readonly proxyFor: (target: URL) => URL | undefined;
  /** Whether a connection that is being opened holds the process. Idle ones never do. */
  readonly holdsProcess: boolean;
}

/** Opens connections, through a proxy where there is one, under a timer of its own: undici's has a resolution of about a second. */
export function createConnector(settings: ConnectorSettings): buildConnector.connector {
  const { connectTimeout = 5_000, keepAliveInitialDelay = 30_000, lookup } = settings;
  const connector = buildConnector({
    timeout: 0,
    keepAliveInitialDelay,
    ...(lookup === undefined ? {} : { lookup }),
    ...tlsSettings(settings.tls),
  });

  const open = (target: buildConnector.Options, signal: AbortSignal): Promise<Socket> =>
    new Promise((resolve, reject) => {
      // Typed as returning nothing; what it returns is the socket, the only hold on an attempt under way.
      // eslint-disable-next-line @typescript-eslint/no-confusing-void-expression -- see above
      const opening: unknown = connector(target, (error, socket) => {
        if (error === null) resolve(socket);
        else reject(error);
      });
      if (!(opening instanceof Socket)) return;
      if (!settings.holdsProcess) opening.unref();
      signal.addEventListener("abort", () => opening.destroy(new ConnectTimeoutError(connectTimeout)), { once: true });
    });

  const connect = async (target: buildConnector.Options): Promise<Socket> => {
    const limit = new AbortController();
    const timer = limitTimer(() => {
      limit.abort();
    }, connectTimeout);
    if (!settings.holdsProcess) timer.unref();
    try {
      const proxy =
        target.protocol === "https:"
          ? settings.proxyFor(new URL(`https://${target.host ?? target.hostname}`))
          : undefined;
      if (proxy === undefined) return await open(target, limit.signal);
      // The proxy's own https origin is a target too when plain http goes through it. Its certificate has its own name: undici would
      // take that from the `Host` header, which is the target's.
      if (proxy.host === target.host)
        return await open({ ...endpoint(proxy), localAddress: target.localAddress ?? null }, limit.signal);
      const httpSocket = await open(endpoint(proxy), limit.signal);
      await tunnel(httpSocket, proxy, target);
      return await open({ ...target, httpSocket }, limit.signal);
    } finally {
      clearTimeout(timer);
    }
  };

  return (target, callback) => {
    connect(target).then(
      (socket) => {
        callback(null, socket);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error("connecting failed", { cause: error }), null);
      },
    );
  };
}

function tlsSettings(tls: DispatcherOptions["tls"] = {}): object {
  const { ca, cert, key, maxVersion, minVersion = "TLSv1.2", rejectUnauthorized = true } = tls;
  const given = Object.entries({ ca, cert, key, maxVersion }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), minVersion, rejectUnauthorized };
}

function endpoint(url: URL): buildConnector.Options {
  const { hostname, host, protocol, port } = url;
  return { hostname: hostname.startsWith("[") ? hostname.slice(1, -1) : hostname, host, protocol, port };
}

/** Has the proxy connect an open socket to the target. */
function tunnel(socket: Socket, proxy: URL, target: buildConnector.Options): Promise<void> {
  const authority = `${target.host?.replace(/:\d+$/, "") ?? target.hostname}:${target.port || "443"}`;
  return new Promise((resolve, reject) => {
    const connect = request({
      method: "CONNECT",
      path: authority,
      headers: { host: authority, ...proxyAuthorization(proxy) },
      createConnection: () => socket,
    });
    connect.once("error", reject);
    connect.once("connect", ({ statusCode = 0 }) => {
      if (statusCode >= 200 && statusCode < 300) {
        resolve();
        return;
      }
      socket.destroy();
      reject(new ProxyRefusedError(proxy.host, statusCode));
    });
    connect.end();
  });
}
