import { allowManyListeners } from "@credport/node";
import type { Dispatcher } from "undici";
import { BrokenResponseError } from "./broken-response-error.js";
import { fromWireHeaders } from "./header-text.js";
import type { IdleListener, IdleMonitor, IdleWatch } from "./idle-monitor.js";
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

/** One request over an undici dispatcher: its handler, from the first byte sent to the last one received. */
export class UndiciExchange implements Dispatcher.DispatchHandler, IdleListener, ResponseSource {
  readonly response: Promise<TransportResponse>;
  readonly #request: TransportRequest;
  readonly #watch: IdleWatch;
  readonly #running: RunningExchanges;
  #chunks: Buffer[] | undefined;
  #resolve: (response: TransportResponse) => void = ignore;
  #reject: (error: Error) => void = ignore;
  #controller: Dispatcher.DispatchController | undefined;
  #head: ResponseHead | undefined;
  #stream: ResponseStream | undefined;
  #buffered = 0;
  #over = false;
  #failure: Error | undefined;

  constructor(request: TransportRequest, monitor: IdleMonitor, running: RunningExchanges) {
    this.#request = request;
    this.#running = running;
    running.begin();
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#watch = monitor.watch(request.idleTimeout, this);
    // Waiting for a connection has limits of its own.
    this.#watch.pause();
    if (request.signal !== undefined) allowManyListeners(request.signal);
    request.signal?.addEventListener("abort", this, { once: true });
  }

  /** A piece of the request's body is about to be written. */
  sent(): void {
    this.#watch.touch();
  }

  /** Ends the exchange from this side. */
  fail(error: Error): void {
    if (this.#over) return;
    this.#failure = error;
    this.#controller?.abort(error);
    this.#finish(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#failure !== undefined) {
      controller.abort(this.#failure);
      return;
    }
    this.#controller = controller;
    this.#watch.touch();
  }

  onResponseStart(
    _controller: unknown,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = "",
  ): void {
    if (statusCode < 200) return;
    this.#watch.touch();
    this.#head = { statusCode, statusText, headers: fromWireHeaders(headers) };
    if (!this.#request.stream || statusCode >= 300) return;
    this.#stream = new ResponseStream(this);
    this.#resolve(withBody(this.#head, this.#stream));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#watch.touch();
    if (this.#stream !== undefined) this.#deliver(this.#stream, controller, chunk);
    else this.#collect(chunk);
  }

  onResponseEnd(): void {
    if (this.#over || this.#head === undefined) return;
    this.#finish(undefined);
    if (this.#stream !== undefined) this.#stream.finish();
    else this.#resolve(withBody(this.#head, joined(this.#chunks ?? [])));
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#finish(this.#failure ?? error);
  }

  onIdle(): void {
    this.fail(idleTimeout(this.#request.idleTimeout));
  }

  /** The reader of the answer wants more. */
  resume(): void {
    this.#running.release(this);
    this.#watch.touch();
    this.#controller?.resume();
  }

  /** The reader of the answer gave up. */
  abort(error: Error): void {
    this.fail(error);
  }

  /** The caller's signal aborts. */
  handleEvent(): void {
    this.fail(abortError(this.#request.signal));
  }

  #deliver(stream: ResponseStream, controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { onReceived } = this.#request;
    const waiting = onReceived?.(chunk.length, announcedLength(this.#head?.headers ?? {}));
    const wantsMore = stream.deliver(chunk);
    if (wantsMore && waiting === undefined) return;
    this.#watch.pause();
    controller.pause();
    if (wantsMore) void waiting?.then(() => controller.resume());
    else this.#running.hold(this);
  }

  #collect(chunk: Buffer): void {
    this.#buffered += chunk.length;
    this.#chunks ??= [];
    this.#chunks.push(chunk);
    if (this.#buffered > maximumBufferedBytes) {
      this.fail(new TransportError("RESPONSE_TOO_LARGE", `the answer is over ${maximumBufferedBytes} bytes`));
    }
  }

  #finish(error: Error | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#running.end(this);
    this.#watch.end();
    this.#request.signal?.removeEventListener("abort", this);
    if (error === undefined) return;
    this.#reject(this.#head === undefined ? error : new BrokenResponseError(this.#head, error));
    this.#stream?.destroy(error);
  }
}

function ignore(): void {}
