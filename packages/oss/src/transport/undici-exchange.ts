import type { Dispatcher } from "undici";
import { Exchange } from "./exchange.js";
import { fromWireHeaders } from "./header-text.js";

/** One request over an undici dispatcher: its handler, from the first byte sent to the last one received. */
export class UndiciExchange extends Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #failure: Error | undefined;

  /** A piece of the request's body is about to be written. */
  sent(): void {
    this.watch.touch();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#failure !== undefined) {
      controller.abort(this.#failure);
      return;
    }
    this.#controller = controller;
    this.watch.touch();
  }

  onResponseStart(
    _controller: unknown,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = "",
  ): void {
    if (statusCode >= 200) this.answered({ statusCode, statusText, headers: fromWireHeaders(headers) });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#controller = controller;
    this.receive(chunk);
  }

  onResponseEnd(): void {
    this.complete();
  }

  onResponseError(_controller: unknown, error: Error): void {
    // undici has let go of it already.
    this.#controller = undefined;
    this.fail(error);
  }

  protected override stop(error: Error): void {
    this.#failure = error;
    this.#controller?.abort(error);
  }

  protected override pauseReading(): void {
    this.#controller?.pause();
  }

  protected override resumeReading(): void {
    this.#controller?.resume();
  }
}
