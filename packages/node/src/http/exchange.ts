import type { Dispatcher } from "undici";
import { allowManyListeners } from "@credport/node";
import { Limits, type Limit } from "../clock/limits.js";
import { ExchangeFailure, type ExchangeFailureKind } from "./exchange-failure.js";

/** What one exchange is held to. Times in ms. */
export interface ExchangeLimits {
  readonly connectTimeout: number;
  readonly readTimeout: number;
  readonly maxBodyBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Those of all exchanges of the process. */
const limits = new Limits();

/** Sends one request and reads the whole answer, under limits of its own: undici's have a resolution of about a second. */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  limits: ExchangeLimits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    new Exchange(request.method === "HEAD", limits, resolve, reject).begin(dispatcher, request);
  });
}

/** One exchange under way. A class, and not closures, because it is on the path of every request of every client. */
class Exchange implements Dispatcher.DispatchHandler {
  private readonly bodiless: boolean;
  private readonly limits: ExchangeLimits;
  private readonly resolve: (answer: Answer) => void;
  private readonly reject: (failure: ExchangeFailure) => void;
  private chunks: Buffer[] | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private running: Limit | undefined;
  private abort: (() => void) | undefined;
  private over = false;
  private sentAt = 0;
  private status = 0;
  private headers: Readonly<Record<string, string>> | undefined;
  private receivedAt = 0;
  private length = 0;

  constructor(
    bodiless: boolean,
    limits: ExchangeLimits,
    resolve: (answer: Answer) => void,
    reject: (failure: ExchangeFailure) => void,
  ) {
    this.bodiless = bodiless;
    this.limits = limits;
    this.resolve = resolve;
    this.reject = reject;
  }

  begin(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions): void {
    const { signal, connectTimeout } = this.limits;
    if (signal?.aborted === true) {
      this.fail("aborted", signal.reason);
      return;
    }
    if (signal !== undefined) {
      this.abort = () => this.fail("aborted", signal.reason);
      allowManyListeners(signal);
      signal.addEventListener("abort", this.abort, { once: true });
    }
    try {
      dispatcher.dispatch(request, this);
    } catch (error) {
      this.fail("transport", error);
    }
    // Over an idle connection the request is on its way already, and nothing has to be waited for.
    if (this.controller === undefined && !this.over) this.limit("connect-timeout", connectTimeout);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.over) {
      controller.abort(new Error("given up"));
      return;
    }
    this.controller = controller;
    this.sentAt = Date.now();
    this.limit("read-timeout", this.limits.readTimeout);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.status = status;
    this.headers = joined(headers);
    this.receivedAt = Date.now();
    if (!this.bodiless && Number(this.headers["content-length"]) > this.limits.maxBodyBytes) this.fail("too-large");
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.length += chunk.length;
    if (this.length > this.limits.maxBodyBytes) this.fail("too-large");
    else if (this.chunks === undefined) this.chunks = [chunk];
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { headers, chunks = [] } = this;
    if (headers === undefined || !this.end()) return;
    const [first] = chunks;
    const body = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
    this.resolve({ status: this.status, headers, body, sentAt: this.sentAt, receivedAt: this.receivedAt });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail("transport", error);
  }

  /** Replaces the limit that held so far. These limits, not the connection, hold the process while somebody waits. */
  private limit(kind: ExchangeFailureKind, milliseconds: number): void {
    this.running?.end();
    this.running = limits.start(milliseconds, () => this.fail(kind));
  }

  private end(): boolean {
    if (this.over) return false;
    this.over = true;
    this.running?.end();
    if (this.abort !== undefined) this.limits.signal?.removeEventListener("abort", this.abort);
    return true;
  }

  private fail(kind: ExchangeFailureKind, reason?: unknown): void {
    if (!this.end()) return;
    const failure = new ExchangeFailure(kind, this.controller !== undefined, reason, this.headers !== undefined);
    this.reject(failure);
    this.controller?.abort(failure);
  }
}

/** The headers with one text each. Undici gives an object of their own, names in lower case already, and hardly ever a list. */
function joined(headers: Record<string, string | string[] | undefined>): Readonly<Record<string, string>> {
  if (isJoined(headers)) return headers;
  const joined: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    joined[name.toLowerCase()] = typeof value === "string" ? value : (value?.join(", ") ?? "");
  }
  return joined;
}

function isJoined(headers: Record<string, string | string[] | undefined>): headers is Record<string, string> {
  for (const name in headers) if (typeof headers[name] !== "string" || name !== name.toLowerCase()) return false;
  return true;
}
