import { allowManyListeners } from "@credport/node";
import { BrokenResponseError } from "./broken-response-error.js";
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

/** One request over either back end: its limits, and its answer, read whole or handed out as it comes. */
export abstract class Exchange implements IdleListener, ResponseSource {
  readonly response: Promise<TransportResponse>;
  protected readonly request: TransportRequest;
  protected readonly watch: IdleWatch;
  readonly #running: RunningExchanges;
  #head: ResponseHead | undefined;
  #stream: ResponseStream | undefined;
  #chunks: Uint8Array[] | undefined;
  #buffered = 0;
  #isOver = false;
  #resolve: (response: TransportResponse) => void = ignore;
  #reject: (error: Error) => void = ignore;

  /** One of those `running` already, which ends with it. */
  constructor(request: TransportRequest, monitor: IdleMonitor, running: RunningExchanges) {
    this.request = request;
    this.#running = running;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.watch = monitor.watch(request.idleTimeout, this);
    // Waiting for a connection has limits of its own.
    this.watch.pause();
    if (request.signal !== undefined) allowManyListeners(request.signal);
    request.signal?.addEventListener("abort", this, { once: true });
  }

  /** Ends the exchange from this side, or because the connection broke. */
  fail(error: Error): void {
    if (!this.#finish()) return;
    this.#reject(this.#head === undefined ? error : new BrokenResponseError(this.#head, error));
    this.stop(error);
    this.#stream?.destroy(error);
  }

  onIdle(): void {
    this.fail(idleTimeout(this.request.idleTimeout));
  }

  /** The reader of the answer wants more. */
  resume(): void {
    this.#running.release(this);
    this.watch.touch();
    this.resumeReading();
  }

  /** The reader of the answer gave up. */
  abort(error: Error): void {
    this.fail(error);
  }

  /** The caller's signal aborts. */
  handleEvent(): void {
    this.fail(abortError(this.request.signal));
  }

  /** Lets go of the connection, which cannot be used again. */
  protected abstract stop(error: Error): void;

  /** Takes nothing from the connection for now. */
  protected abstract pauseReading(): void;

  /** Takes from the connection again. */
  protected abstract resumeReading(): void;

  /** The answer begins. */
  protected answered(head: ResponseHead): void {
    this.watch.touch();
    this.#head = head;
    if (!this.request.stream || head.statusCode < 200 || head.statusCode >= 300) return;
    this.#stream = new ResponseStream(this);
    this.#resolve(withBody(head, this.#stream));
  }

  /** A piece of the answer's body is there. */
  protected receive(chunk: Uint8Array): void {
    this.watch.touch();
    if (this.#stream === undefined) this.#collect(chunk);
    else this.#deliver(this.#stream, chunk);
  }

  /** The answer is there as a whole; `false`: the exchange was over before. */
  protected complete(): boolean {
    if (this.#head === undefined || !this.#finish()) return false;
    if (this.#stream !== undefined) this.#stream.finish();
    else this.#resolve(withBody(this.#head, joined(this.#chunks ?? [])));
    return true;
  }

  #deliver(stream: ResponseStream, chunk: Uint8Array): void {
    const waiting = this.request.onReceived?.(chunk.length, announcedLength(this.#head?.headers ?? {}));
    const wantsMore = stream.deliver(chunk);
    if (wantsMore && waiting === undefined) return;
    this.watch.pause();
    this.pauseReading();
    if (wantsMore) void waiting?.then(() => this.resumeReading());
    else this.#running.hold(this);
  }

  #collect(chunk: Uint8Array): void {
    this.#buffered += chunk.length;
    this.#chunks ??= [];
    this.#chunks.push(chunk);
    if (this.#buffered > maximumBufferedBytes) {
      this.fail(new TransportError("RESPONSE_TOO_LARGE", `the answer is over ${maximumBufferedBytes} bytes`));
    }
  }

  #finish(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#running.end(this);
    this.watch.end();
    this.request.signal?.removeEventListener("abort", this);
    return true;
  }
}

function ignore(): void {}
