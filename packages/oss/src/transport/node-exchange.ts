import type { ClientRequest, IncomingMessage } from "node:http";
import { connected } from "./connecting.js";
import { Exchange } from "./exchange.js";
import { fromWireHeaders } from "./header-text.js";
import type { IdleMonitor } from "./idle-monitor.js";
import type { RunningExchanges } from "./running-exchanges.js";
import type { TransportRequest } from "./transport.js";

/** Bytes handed to a connection that it has not taken: below, pieces go on; each wait for it takes a turn of the event loop. */
const maximumUnwritten = 256 * 1024;

/** Waits for the go-ahead as long as the client allows; the signal ends the wait early. */
type ContinueWait = (signal: AbortSignal) => Promise<void>;

/** One request over `node:http`. With `Expect`, the body follows the server's `100 Continue`, or its silence. */
export class NodeExchange extends Exchange {
  readonly #client: ClientRequest;
  readonly #answered = new AbortController();
  #message: IncomingMessage | undefined;
  #onDrained: () => void = ignore;

  /** Without `wait` the body follows at once. */
  constructor(
    request: TransportRequest,
    client: ClientRequest,
    monitor: IdleMonitor,
    running: RunningExchanges,
    wait: ContinueWait | undefined,
  ) {
    super(request, monitor, running);
    this.#client = client;
    client.on("error", (error) => this.fail(error));
    const drained = (): void => this.#onDrained();
    client.on("drain", drained).on("close", drained);
    if (request.signal?.aborted === true) this.handleEvent();
    const connecting = connected(client).then(() => this.watch.touch());
    // A body that can be sent once only is not touched before there is a connection: so it outlives one that fails.
    void this.#sendAfter(wait === undefined ? connecting : connecting.then(() => this.#goAhead(wait)));
  }

  /** Takes the answer as it comes. */
  read(message: IncomingMessage): void {
    this.#answered.abort();
    this.#message = message;
    message.on("error", (error) => this.fail(error));
    message.on("data", (chunk: Uint8Array) => {
      try {
        this.receive(chunk);
      } catch (error) {
        // A listener of the caller's threw: out of an event it would end the process.
        this.fail(error instanceof Error ? error : new Error("the progress listener failed", { cause: error }));
      }
    });
    message.on("end", () => {
      // The body was not wanted, or not wanted any more: the connection cannot be used again.
      if (this.complete() && !this.#client.writableFinished) this.#client.destroy();
    });
    const { statusCode = 0, statusMessage: statusText = "" } = message;
    this.answered({ statusCode, statusText, headers: fromWireHeaders(message.headersDistinct) });
  }

  protected override stop(error: Error): void {
    this.#answered.abort();
    // The message first: one that came to its end in this very turn would hand its broken connection back, listeners gone.
    this.#message?.destroy(error);
    this.#client.destroy(error);
  }

  protected override pauseReading(): void {
    this.#message?.pause();
  }

  protected override resumeReading(): void {
    this.#message?.resume();
  }

  #goAhead(wait: ContinueWait): Promise<void> {
    const goAhead = new AbortController();
    this.#client.once("continue", () => goAhead.abort());
    this.#answered.signal.addEventListener("abort", () => goAhead.abort());
    return wait(goAhead.signal).catch(ignore);
  }

  async #sendAfter(goAhead: Promise<void>): Promise<void> {
    try {
      await goAhead;
      // A final answer instead of `100 Continue`: the server does not want the body.
      if (this.#answered.signal.aborted) return;
      await this.#write(this.request.body);
      this.#client.end();
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error("the request body failed", { cause: error }));
    }
  }

  async #write(body: TransportRequest["body"]): Promise<void> {
    if (body === undefined) return;
    if (body instanceof Uint8Array) {
      this.#client.write(body);
      return;
    }
    for await (const chunk of body) {
      this.watch.touch();
      if (!this.#client.write(chunk) && this.#client.writableLength >= maximumUnwritten) await this.#drained();
      if (this.#client.destroyed) return;
    }
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }
}

function ignore(): void {}
