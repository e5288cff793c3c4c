import type { Dispatcher } from "undici";
import { limitTimer } from "../clock/limit-timer.js";
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
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Sends one request and reads the whole answer, under timers of its own: undici's have a resolution of about a second. */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  limits: ExchangeLimits,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let over = false;
    let sentAt = 0;
    let head: Pick<Answer, "status" | "headers" | "receivedAt"> | undefined;
    const chunks: Buffer[] = [];
    let length = 0;

    const end = (): boolean => {
      if (over) return false;
      over = true;
      clearTimeout(timer);
      limits.signal?.removeEventListener("abort", abort);
      return true;
    };
    const fail = (kind: ExchangeFailureKind, reason?: unknown): void => {
      if (!end()) return;
      const failure = new ExchangeFailure(kind, controller !== undefined, reason);
      reject(failure);
      controller?.abort(failure);
    };
    const abort = (): void => {
      fail("aborted", limits.signal?.reason);
    };
    // These timers, not the connection, hold the process while somebody waits.
    let timer = limitTimer(() => {
      fail("connect-timeout");
    }, limits.connectTimeout);
    limits.signal?.addEventListener("abort", abort, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        if (over) {
          started.abort(new Error("given up"));
          return;
        }
        controller = started;
        sentAt = Date.now();
        clearTimeout(timer);
        timer = limitTimer(() => {
          fail("read-timeout");
        }, limits.readTimeout);
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return;
        head = { status, headers: joined(headers), receivedAt: Date.now() };
        if (Number(head.headers["content-length"]) > limits.maxBodyBytes && request.method !== "HEAD")
          fail("too-large");
      },
      onResponseData(_controller, chunk) {
        length += chunk.length;
        if (length > limits.maxBodyBytes) fail("too-large");
        else chunks.push(chunk);
      },
      onResponseEnd() {
        if (head === undefined || !end()) return;
        resolve({ ...head, sentAt, body: new Uint8Array(Buffer.concat(chunks)) });
      },
      onResponseError(_controller, error) {
        fail("transport", error);
      },
    };
    try {
      dispatcher.dispatch(request, handler);
    } catch (error) {
      fail("transport", error);
    }
  });
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}
