import { Agent as HttpAgent, request as httpRequest, type ClientRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest, type AgentOptions, type RequestOptions } from "node:https";
import { isIP, type Socket } from "node:net";
import { connect, type ConnectionOptions as TlsConnectionOptions } from "node:tls";
import type { Host } from "@credport/core";
import { proxyAuthorization } from "@credport/node/http";
import type { ConnectionOptions } from "../config/client-options.js";
import type { HeaderList } from "../signing/header-list.js";
import { limitConnecting } from "./connecting.js";
import { toWireText } from "./header-text.js";
import type { StartRequest } from "./node-transport.js";
import { proxyChoice, type ProxyChoice } from "./proxy-settings.js";
import { idleTimeout } from "./transport-error.js";
import type { TransportRequest } from "./transport.js";

/** Largest block of response headers: as much as undici is let take. */
const maximumHeaderBytes = 64 * 1024;

/** The connections of the `node:http` back end: kept alive per client, through a proxy where one is set. */
export class NodeConnections {
  readonly #tls: TlsConnectionOptions;
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;
  readonly #proxy: ProxyChoice | undefined;
  readonly #connectTimeout: number;
  readonly #host: Pick<Host, "sleep">;

  constructor(options: ConnectionOptions, host: Host) {
    this.#tls = tlsOptions(options);
    this.#http = new HttpAgent(agentOptions(options));
    this.#https = new HttpsAgent({ ...agentOptions(options), ...this.#tls });
    this.#proxy = proxyChoice(options, host);
    this.#connectTimeout = options.connectTimeout ?? 5_000;
    this.#host = host;
  }

  /** Prepares a request to a target: absolute form for http behind a proxy, a tunnel for https. */
  async open(target: URL, { method, path, headers, signal }: TransportRequest): Promise<StartRequest> {
    const secure = target.protocol === "https:";
    const hostname = hostnameOf(target);
    const common = {
      method,
      path,
      hostname,
      port: target.port,
      setHost: true,
      headers: wireRecord(headers),
      maxHeaderSize: maximumHeaderBytes,
    };
    const proxy = this.#proxy?.(target);
    if (proxy === undefined) {
      return (listener) => this.#request(secure, common, listener);
    }
    if (!secure) {
      const proxied = { host: target.host, ...common.headers, ...proxyAuthorization(proxy) };
      const viaProxy = { ...common, ...addressOf(proxy), path: `${target.origin}${path}`, headers: proxied };
      return (listener) => this.#request(proxy.protocol === "https:", viaProxy, listener);
    }
    const socket = await tunnel(proxy, `${target.hostname}:${target.port || "443"}`, {
      timeout: this.#connectTimeout,
      signal,
      tls: this.#tls,
    });
    const createConnection = (): Socket => connect({ ...this.#tls, socket, servername: hostname });
    return (listener) => httpsRequest({ ...common, createConnection }, listener);
  }

  /** Ends idle connections. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #request(secure: boolean, options: RequestOptions, listener: Parameters<StartRequest>[0]): ClientRequest {
    const client = secure
      ? httpsRequest({ ...options, agent: this.#https }, listener)
      : httpRequest({ ...options, agent: this.#http }, listener);
    limitConnecting(client, this.#connectTimeout, this.#host);
    return client;
  }
}

/** Without the brackets of an IPv6 address. */
function hostnameOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** Where a proxy is. Node would take the name that its certificate must have from the `Host` header, which is the target's. */
function addressOf(proxy: URL): Pick<RequestOptions, "hostname" | "port" | "servername"> {
  const hostname = hostnameOf(proxy);
  return { hostname, port: proxy.port, servername: isIP(hostname) === 0 ? hostname : "" };
}

function tlsOptions(options: ConnectionOptions): TlsConnectionOptions {
  const { minVersion = "TLSv1.2", ca, cert, key, maxVersion } = options.tls ?? {};
  const given = Object.entries({ ca, cert, key, maxVersion }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), minVersion, rejectUnauthorized: options.insecureSkipVerify !== true };
}

function agentOptions(options: ConnectionOptions): AgentOptions {
  return {
    ...(options.bindAddress === undefined ? {} : { localAddress: options.bindAddress }),
    keepAlive: true,
    keepAliveMsecs: options.keepAliveTimeout ?? 30_000,
    maxSockets: options.maxConnections ?? 100,
    maxFreeSockets: 10,
    timeout: options.idleConnectionTimeout ?? 50_000,
  };
}

/** Asks a proxy for a connection to `authority`. `timeout` in ms without an answer; 0: none. */
function tunnel(
  proxy: URL,
  authority: string,
  settings: { readonly timeout: number; readonly signal: AbortSignal | undefined; readonly tls: TlsConnectionOptions },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { timeout, signal, tls } = settings;
    const start = proxy.protocol === "https:" ? httpsRequest : httpRequest;
    const headers = { host: authority, ...proxyAuthorization(proxy) };
    const opening = start({
      ...tls,
      ...addressOf(proxy),
      method: "CONNECT",
      path: authority,
      headers,
      agent: false,
      timeout,
      ...(signal === undefined ? {} : { signal }),
    });
    opening.once("timeout", () => opening.destroy(idleTimeout(timeout)));
    opening.once("error", reject);
    opening.once("connect", (answer, socket) => {
      if (answer.statusCode === 200) {
        socket.setTimeout(0);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new Error(`the proxy ${proxy.host} answered CONNECT with ${answer.statusCode ?? 0}`));
    });
    opening.end();
  });
}

function wireRecord(headers: HeaderList): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, value]) => [name, toWireText(value)]));
}
