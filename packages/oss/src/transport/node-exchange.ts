import type { ClientRequest, IncomingMessage } from "node:http";
import { allowManyListeners } from "@credport/node";
import { BrokenResponseError } from "./broken-response-error.js";
import { connected } from "./connecting.js";
import { fromWireHeaders } from "./header-text.js";
import type { IdleListener, IdleMonitor, IdleWatch } from "./idle-monitor.js";
import type { StartRequest } from "./node-transport.js";
import { joined, ResponseStream, type ResponseSource } from "./response-stream.js";
import type { RunningExchanges } from "./running-exchanges.js";
import { abortError, idleTimeout, TransportError } from "./transport-error.js";
import {
  announcedLength,
  maximumBufferedBytes,
  withBody,
  type ResponseHead,
  type TransportRequest,
  type TransportResponse,
} from "./transport.js";

/** Bytes handed to a connection that it has not taken: below, pieces go on; each wait for it takes a turn of the event loop. */
const maximumUnwritten = 256 * 1024;

/** Waits for the go-ahead as long as the client allows; the signal ends the wait early. */
type ContinueWait = (signal: AbortSignal) => Promise<void>;

/** One request over `node:http`. With `Expect`, the body follows the server's `100 Continue`, or its silence. */
export class NodeExchange implements IdleListener, ResponseSource {
  readonly response: Promise<TransportResponse>;
  readonly #request: TransportRequest;
  readonly #client: ClientRequest;
  readonly #watch: IdleWatch;
  readonly #running: RunningExchanges;
  readonly #answered = new AbortController();
  #message: IncomingMessage | undefined;
  #head: ResponseHead | undefined;
  #stream: ResponseStream | undefined;
  #isOver = false;
  #onDrained: () => void = ignore;
  #resolve: (response: TransportResponse) => void = ignore;
  #reject: (error: Error) => void = ignore;

  /** One of those `running` already, which ends with it. Without `wait` the body follows at once. */
  constructor(
    request: TransportRequest,
    start: StartRequest,
    monitor: IdleMonitor,
    running: RunningExchanges,
    wait: ContinueWait | undefined,
  ) {
    this.#client = start((message) => this.#answer(message));
    this.#request = request;
    this.#running = running;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#watch = monitor.watch(request.idleTimeout, this);
    // Waiting for a connection has limits of its own.
    this.#watch.pause();
    this.#client.on("error", (error) => this.fail(error));
    const drained = (): void => this.#onDrained();
    this.#client.on("drain", drained).on("close", drained);
    const { signal } = request;
    if (signal !== undefined) allowManyListeners(signal);
    signal?.addEventListener("abort", this, { once: true });
    if (signal?.aborted === true) this.handleEvent();
    const connecting = connected(this.#client).then(() => this.#watch.touch());
    // A body that can be sent once only is not touched before there is a connection: so it outlives one that fails.
    void this.#sendAfter(wait === undefined ? connecting : connecting.then(() => this.#goAhead(wait)));
  }

  /** Ends the exchange from this side, or because the connection broke. */
  fail(error: Error): void {
    if (!this.#finish()) return;
    this.#answered.abort();
    this.#reject(this.#head === undefined ? error : new BrokenResponseError(this.#head, error));
    // The message first: one that came to its end in this very turn would hand its broken connection back, listeners gone.
    this.#message?.destroy(error);
    this.#client.destroy(error);
    this.#stream?.destroy(error);
  }

  onIdle(): void {
    this.fail(idleTimeout(this.#request.idleTimeout));
  }

  /** The reader of the answer wants more. */
  resume(): void {
    this.#running.release(this);
    this.#watch.touch();
    this.#message?.resume();
  }

  /** The reader of the answer gave up. */
  abort(error: Error): void {
    this.fail(error);
  }

  /** The caller's signal aborts. */
  handleEvent(): void {
    this.fail(abortError(this.#request.signal));
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
      await this.#write(this.#request.body);
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
    this.#message = message;
    this.#head = { statusCode, statusText, headers: fromWireHeaders(message.headersDistinct) };
    message.on("error", (error) => this.fail(error));
    if (this.#request.stream && statusCode >= 200 && statusCode < 300) this.#handOut(message, this.#head);
    else this.#collect(message, this.#head);
  }

  #collect(message: IncomingMessage, head: ResponseHead): void {
    const chunks: Uint8Array[] = [];
    let length = 0;
    message.on("data", (chunk: Uint8Array) => {
      this.#watch.touch();
      length += chunk.length;
      chunks.push(chunk);
      if (length > maximumBufferedBytes) {
        this.fail(new TransportError("RESPONSE_TOO_LARGE", `the answer is over ${maximumBufferedBytes} bytes`));
      }
    });
    message.on("end", () => {
      if (this.#complete()) this.#resolve(withBody(head, joined(chunks)));
    });
  }

  #handOut(message: IncomingMessage, head: ResponseHead): void {
    const stream = new ResponseStream(this);
    this.#stream = stream;
    message.on("data", (chunk: Uint8Array) => {
      try {
        this.#deliver(message, stream, chunk);
      } catch (error) {
        // A listener of the caller's threw: out of an event it would end the process.
        this.fail(error instanceof Error ? error : new Error("the progress listener failed", { cause: error }));
      }
    });
    message.on("end", () => {
      if (this.#complete()) stream.finish();
    });
    this.#resolve(withBody(head, stream));
  }

  #deliver(message: IncomingMessage, stream: ResponseStream, chunk: Uint8Array): void {
    this.#watch.touch();
    const { onReceived } = this.#request;
    const waiting = onReceived?.(chunk.length, announcedLength(this.#head?.headers ?? {}));
    const wantsMore = stream.deliver(chunk);
    if (wantsMore && waiting === undefined) return;
    this.#watch.pause();
    message.pause();
    if (wantsMore) void waiting?.then(() => message.resume());
    else this.#running.hold(this);
  }

  /** The answer is there as a whole. */
  #complete(): boolean {
    if (!this.#finish()) return false;
    // The body was not wanted, or not wanted any more: the connection cannot be used again.
    if (!this.#client.writableFinished) this.#client.destroy();
    return true;
  }

  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#running.end(this);
    this.#watch.end();
    this.#request.signal?.removeEventListener("abort", this);
    return true;
  }
}

function ignore(): void {}
