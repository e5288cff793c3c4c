import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { Host } from "@credport/core";
import type { ConnectionOptions } from "../config/client-options.js";
import type { IdleMonitor } from "./idle-monitor.js";
import { NodeConnections } from "./node-connections.js";
import { NodeExchange } from "./node-exchange.js";
import type { Transport, TransportRequest, TransportResponse } from "./transport.js";

/** The back end for requests with an `Expect` header and for bodies in pieces: `node:http` and `node:https`. */
export class NodeTransport implements Transport {
  readonly #options: ConnectionOptions;
  readonly #monitor: IdleMonitor;
  readonly #host: Host;
  readonly #connections: NodeConnections;
  readonly #running = new Set<Promise<TransportResponse>>();
  #isClosed = false;

  constructor(options: ConnectionOptions, host: Host, monitor: IdleMonitor) {
    this.#options = options;
    this.#host = host;
    this.#monitor = monitor;
    this.#connections = new NodeConnections(options, host);
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    if (this.#isClosed) throw new Error("the client is closed");
    const answer = this.#exchange(request);
    this.#running.add(answer);
    try {
      return await answer;
    } finally {
      this.#running.delete(answer);
    }
  }

  /** Lets what is under way come to its end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
    this.#connections.close();
  }

  async #exchange(request: TransportRequest): Promise<TransportResponse> {
    const start = await this.#connections.open(new URL(request.origin), request);
    const { expectContinueTimeout = 1_000 } = this.#options;
    const wait = (signal: AbortSignal): Promise<void> => this.#host.sleep(expectContinueTimeout, { signal });
    const expects = request.headers.has("expect");
    return new NodeExchange(request, start, this.#monitor, expects ? wait : undefined).response;
  }
}

/** Starts a request; its answer goes to the listener. */
export type StartRequest = (options: RequestOptions, listener: (message: IncomingMessage) => void) => ClientRequest;
