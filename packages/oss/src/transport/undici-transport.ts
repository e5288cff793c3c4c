import type { Dispatcher } from "undici";
import { toWireHeaders } from "./header-text.js";
import type { IdleMonitor } from "./idle-monitor.js";
import { parseIterableBody } from "./parse-dispatch-options.js";
import { RunningExchanges } from "./running-exchanges.js";
import type { Transport, TransportRequest, TransportResponse } from "./transport.js";
import { UndiciExchange } from "./undici-exchange.js";

/** The back end for everything but `Expect`: undici's dispatchers, by their methods only, which keep a path as it is. */
export class UndiciTransport implements Transport {
  readonly #open: () => Promise<Dispatcher>;
  readonly #monitor: IdleMonitor;
  readonly #owned: boolean;
  /** What is under way. */
  readonly running: RunningExchanges = new RunningExchanges();
  #closing: Promise<void> | undefined;
  #opening: Promise<Dispatcher> | undefined;
  #dispatcher: Dispatcher | undefined;

  /** `open` is called at the first request; `owned`: the dispatcher is closed with the transport. */
  constructor(open: () => Promise<Dispatcher>, owned: boolean, monitor: IdleMonitor) {
    this.#open = open;
    this.#owned = owned;
    this.#monitor = monitor;
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    const dispatcher = this.#dispatcher;
    if (dispatcher !== undefined) return this.#dispatch(dispatcher, request);
    return this.#ready().then((ready) => this.#dispatch(ready, request));
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  #dispatch(dispatcher: Dispatcher, request: TransportRequest): Promise<TransportResponse> {
    this.running.begin();
    const exchange = new UndiciExchange(request, this.#monitor, this.running);
    const { method, origin, path, headers, body } = request;
    dispatcher.dispatch(
      {
        method,
        origin,
        path,
        headers: toWireHeaders(headers),
        body: toDispatcherBody(body, exchange),
        // The idle monitor stands in for both; undici's are a second coarse and fire on bodies that move.
        headersTimeout: 0,
        bodyTimeout: 0,
        // Without it undici closes the connection after every HEAD.
        reset: false,
      },
      exchange,
    );
    return exchange.response;
  }

  async #close(): Promise<void> {
    const dispatcher = await this.#opening?.catch(() => undefined);
    if (!this.#owned) return;
    this.running.close();
    await dispatcher?.close();
  }

  async #ready(): Promise<Dispatcher> {
    if (this.#closing !== undefined && this.#owned) throw new Error("the client is closed");
    this.#opening ??= this.#open();
    try {
      this.#dispatcher = await this.#opening;
      return this.#dispatcher;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }
}

function toDispatcherBody(
  body: TransportRequest["body"],
  exchange: UndiciExchange,
): NonNullable<Dispatcher.DispatchOptions["body"]> | null {
  if (body === undefined || body instanceof Uint8Array) return body ?? null;
  return parseIterableBody(touching(body, exchange));
}

async function* touching(body: AsyncIterable<Uint8Array>, exchange: UndiciExchange): AsyncIterable<Uint8Array> {
  for await (const chunk of body) {
    exchange.sent();
    yield chunk;
  }
}
