import type { ClientRequest, IncomingMessage } from "node:http";
import type { Host } from "@credport/core";
import type { ConnectionOptions } from "../config/client-options.js";
import type { IdleMonitor } from "./idle-monitor.js";
import { NodeConnections } from "./node-connections.js";
import { NodeExchange } from "./node-exchange.js";
import { RunningExchanges } from "./running-exchanges.js";
import type { Transport, TransportRequest, TransportResponse } from "./transport.js";

/** The back end for requests with an `Expect` header, bodies in pieces and first objects: `node:http` and `node:https`. */
export class NodeTransport implements Transport {
  readonly #options: ConnectionOptions;
  /** What is under way. */
  readonly running: RunningExchanges = new RunningExchanges();
  readonly #monitor: IdleMonitor;
  readonly #host: Host;
  readonly #connections: NodeConnections;
  #isClosed = false;

  constructor(options: ConnectionOptions, host: Host, monitor: IdleMonitor) {
    this.#options = options;
    this.#host = host;
    this.#monitor = monitor;
    this.#connections = new NodeConnections(options, host);
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    if (this.#isClosed) throw new Error("the client is closed");
    this.running.begin();
    const exchange = await this.#begin(request).catch((error: unknown) => {
      this.running.end();
      throw error;
    });
    return exchange.response;
  }

  /** Lets what is under way come to its end, but for answers whose readers take nothing. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.running.close();
    await this.running.idle();
    this.#connections.close();
  }

  async #begin(request: TransportRequest): Promise<NodeExchange> {
    const start = await this.#connections.open(new URL(request.origin), request);
    const { expectContinueTimeout = 1_000 } = this.#options;
    const wait = (signal: AbortSignal): Promise<void> => this.#host.sleep(expectContinueTimeout, { signal });
    const expects = request.headers.has("expect");
    const client = start((message) => exchange.read(message));
    const exchange = new NodeExchange(request, client, this.#monitor, this.running, expects ? wait : undefined);
    return exchange;
  }
}

/** Starts a request; its answer goes to the listener. */
export type StartRequest = (listener: (message: IncomingMessage) => void) => ClientRequest;
