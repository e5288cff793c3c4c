import type { ClientRequest, IncomingMessage } from "node:http";
import { BrokenResponseError } from "./broken-response-error.js";
import { connected } from "./connecting.js";
import { fromWireHeaders } from "./header-text.js";
import type { IdleMonitor, IdleWatch } from "./idle-monitor.js";
import type { StartRequest } from "./node-transport.js";
import { joined, ResponseStream } from "./response-stream.js";
import { idleTimeout, TransportError } from "./transport-error.js";
import { announcedLength, maximumBufferedBytes, type TransportRequest, type TransportResponse } from "./transport.js";

/** Bytes handed to a connection that it has not taken: below, pieces go on; each wait for it takes a turn of the event loop. */
const maximumUnwritten = 256 * 1024;

/** Waits for the go-ahead as long as the client allows; the signal ends the wait early. */
type ContinueWait = (signal: AbortSignal) => Promise<void>;

/** One request over `node:http`. With `Expect`, the body follows the server's `100 Continue`, or its silence. */
export class NodeExchange {
  readonly response: Promise<TransportResponse>;
  readonly #request: TransportRequest;
  readonly #client: ClientRequest;
  readonly #watch: IdleWatch;
  readonly #answered = new AbortController();
  #onDrained: () => void = () => undefined;
  #resolve: (response: TransportResponse) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  /** Without `wait` the body follows at once. */
  constructor(request: TransportRequest, start: StartRequest, monitor: IdleMonitor, wait: ContinueWait | undefined) {
    this.#request = request;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#client = start({ ...(request.signal === undefined ? {} : { signal: request.signal }) }, (message) =>
      this.#answer(message),
    );
    this.#watch = monitor.watch(request.idleTimeout, {
      onIdle: () => this.#client.destroy(idleTimeout(request.idleTimeout)),
    });
    this.#client.on("error", (error) => this.#fail(error));
    const drained = (): void => this.#onDrained();
    this.#client.on("drain", drained).on("close", drained);
    // Waiting for a connection has limits of its own.
    this.#watch.pause();
    const connecting = connected(this.#client).then(() => this.#watch.touch());
    // A body that can be sent once only is not touched before there is a connection: so it outlives one that fails.
    void this.#sendAfter(wait === undefined ? connecting : connecting.then(() => this.#goAhead(wait)));
  }

  #goAhead(wait: ContinueWait): Promise<void> {
    const goAhead = new AbortController();
    this.#client.once("continue", () => goAhead.abort());
    this.#answered.signal.addEventListener("abort", () => goAhead.abort());
    return wait(goAhead.signal).catch(() => undefined);
  }

  async #sendAfter(goAhead: Promise<void>): Promise<void> {
    try {
      await goAhead;
      // A final answer instead of `100 Continue`: the server does not want the body.
      if (this.#answered.signal.aborted) return;
      await this.#write(this.#request.body);
      this.#client.end();
    } catch (error) {
      this.#client.destroy(error instanceof Error ? error : new Error("the request body failed", { cause: error }));
    }
  }

  async #write(body: TransportRequest["body"]): Promise<void> {
    if (body === undefined) return;
    if (body instanceof Uint8Array) {
      this.#client.write(body);
      return;
    }
    for await (const chunk of body) {
      this.#watch.touch();
      if (!this.#client.write(chunk) && this.#client.writableLength >= maximumUnwritten) await this.#drained();
      if (this.#client.destroyed) return;
    }
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }

  #answer(message: IncomingMessage): void {
    this.#answered.abort();
    this.#watch.touch();
    const { statusCode = 0, statusMessage: statusText = "" } = message;
    const head = { statusCode, statusText, headers: fromWireHeaders(message.headers) };
    const finish = (): void => {
      this.#watch.end();
      // The body was not wanted, or not wanted any more: the connection cannot be used again.
      if (!this.#client.writableFinished) this.#client.destroy();
    };
    if (this.#request.stream && statusCode >= 200 && statusCode < 300) {
      this.#resolve({ ...head, body: this.#streamed(message, finish) });
      return;
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    message.on("data", (chunk: Uint8Array) => {
      this.#watch.touch();
      length += chunk.length;
      chunks.push(chunk);
      if (length > maximumBufferedBytes) {
        message.destroy(new TransportError("RESPONSE_TOO_LARGE", `the answer is over ${maximumBufferedBytes} bytes`));
      }
    });
    message.on("error", (error) => this.#fail(new BrokenResponseError(head, error)));
    message.on("end", () => {
      finish();
      this.#resolve({ ...head, body: joined(chunks) });
    });
  }

  #streamed(message: IncomingMessage, finish: () => void): ResponseStream {
    const stream = new ResponseStream({ resume: () => message.resume(), abort: (error) => message.destroy(error) });
    message.pause();
    message.on("data", (chunk: Uint8Array) => {
      this.#watch.touch();
      void this.#request.onReceived?.(chunk.length, announcedLength(fromWireHeaders(message.headers)));
      if (stream.deliver(chunk)) return;
      this.#watch.pause();
      message.pause();
    });
    message.on("error", (error) => stream.destroy(error));
    message.on("end", () => {
      finish();
      stream.finish();
    });
    return stream;
  }

  #fail(error: Error): void {
    this.#watch.end();
    this.#answered.abort();
    this.#reject(error);
  }
}
