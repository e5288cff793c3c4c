import type { Host } from "@credport/core";
import { abortable } from "@credport/node";
import { buildUrl } from "./build-url.js";
import type { Answer, Call, StreamAnswer } from "./call.js";
import { ServerClock } from "./clock.js";
import { failureOf, type AttemptFailure } from "./attempt-failure.js";
import { ErrorAnswer } from "./error-answer.js";
import type { OdpsOptions } from "./odps-options.js";
import { limitedSignal } from "./limited-signal.js";
import { Recovery } from "./recovery.js";
import type { SignatureChoice } from "./signature-choice.js";
import type { Transport, TransportResponse } from "./transport.js";
import type { AccountRequest } from "../accounts/account.js";
import { MaxComputeClientError } from "../errors/client-error.js";

/** What a {@link Requester} works with. */
export interface RequesterSettings {
  readonly host: Host;
  readonly transport: Transport;
  readonly endpoint: string;
  readonly account: OdpsOptions["account"];
  readonly appAccount: OdpsOptions["appAccount"];
  readonly signature: SignatureChoice;
  readonly project: string | undefined;
  readonly userAgent: string;
  readonly requestTimeout: number;
  readonly idleTimeout: number;
  readonly maximumRetryDelay: number;
  readonly maximumBodyBytes: number;
}

/** One attempt's request, as it was signed and sent. */
export interface Attempt {
  readonly request: AccountRequest;
  readonly endpoint: string;
  /** The V4 region it was signed for; empty: V2. */
  readonly region: string;
  /** By the local clock, in ms. */
  readonly sentAt: number;
}

/** Error bodies are read up to here. Bytes. */
const maximumErrorBytes = 1_048_576;

/** Sends calls: each attempt with a fresh instant, a fresh reading of the credential and a fresh signature. */
export class Requester {
  readonly settings: RequesterSettings;
  readonly clock: ServerClock;

  constructor(settings: RequesterSettings) {
    this.settings = settings;
    this.clock = new ServerClock(settings.host);
  }

  /** Sends a call and reads the whole answer. Rejects for every status outside 200-299. */
  call(call: Call): Promise<Answer> {
    return this.#run(call, async (response, signal) => {
      const body = await readAll(response, this.settings.maximumBodyBytes, call.operation, signal);
      return {
        status: response.status,
        headers: response.headers,
        body,
        text: new TextDecoder().decode(body),
        requestId: response.headers["x-odps-request-id"] ?? null,
      };
    });
  }

  /** Sends a call and hands out the answer's body unread. The time limit of REST calls does not hold for it. */
  open(call: Call): Promise<StreamAnswer> {
    return this.#run(
      call,
      async (response) => ({
        headers: response.headers,
        body: response.body,
        requestId: response.headers["x-odps-request-id"] ?? null,
      }),
      true,
    );
  }

  /** Waits before the next attempt; the call's signal ends it with `ABORTED`. */
  async sleep(milliseconds: number, call: Pick<Call, "operation" | "signal">): Promise<void> {
    await this.#within(call, this.settings.host.sleep(milliseconds, { signal: call.signal, holdsProcess: true }));
  }

  async #run<T>(
    call: Call,
    receive: (response: TransportResponse, signal: AbortSignal | undefined) => Promise<T>,
    streamed = false,
  ): Promise<T> {
    const recovery = new Recovery(this, call);
    for (;;) {
      this.#throwIfAborted(call);
      const attempt = await this.#within(call, this.#prepare(call));
      let failure: AttemptFailure;
      try {
        return await this.#attempt(call, attempt, receive, streamed);
      } catch (error) {
        this.#throwIfAborted(call);
        failure = failureOf(error, call, attempt);
      }
      const delay = await this.#within(call, recovery.delayAfter(failure, attempt));
      if (delay > 0) await this.sleep(delay, call);
    }
  }

  async #prepare(call: Call): Promise<Attempt> {
    const { account, appAccount, host, project, signature, userAgent } = this.settings;
    const endpoint = call.endpoint ?? this.settings.endpoint;
    const url = buildUrl({
      endpoint,
      resource: call.resource,
      query: call.query,
      schema: call.schema,
      defaultProject: project,
    });
    const request: AccountRequest = {
      method: call.method,
      url,
      headers: { "User-Agent": userAgent, "x-odps-user-agent": userAgent, ...call.headers },
    };
    const region = signature.regionFor(endpoint);
    const at = this.clock.now();
    await account.sign(request, endpoint, at, { region, signal: call.signal });
    await appAccount?.sign(request, { at, signal: call.signal });
    return { request, endpoint, region, sentAt: host.now() };
  }

  async #attempt<T>(
    call: Call,
    { request }: Attempt,
    receive: (response: TransportResponse, signal: AbortSignal | undefined) => Promise<T>,
    streamed: boolean,
  ): Promise<T> {
    const { host, idleTimeout, requestTimeout, transport } = this.settings;
    const body = call.body?.();
    // What streams in either direction may take its time, as long as it does not stop. A streamed answer also outlives this
    // function, so there the caller's own signal goes along; see `limitedSignal` for the rest.
    const transfers = streamed || !(body === undefined || body instanceof Uint8Array);
    const limit = transfers ? undefined : limitedSignal(host, call.signal, requestTimeout, new URL(request.url).host);
    const signal = limit?.signal ?? call.signal;
    try {
      const response = await transport.send({
        method: request.method,
        url: request.url,
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body,
        headersTimeout: transfers ? idleTimeout : 0,
        bodyTimeout: transfers ? idleTimeout : 0,
        signal,
      });
      if (response.status >= 200 && response.status <= 299) return await receive(response, signal);
      throw new ErrorAnswer(response, await readAll(response, maximumErrorBytes, call.operation, signal), host.now());
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    } finally {
      limit?.end();
    }
  }

  /** Waits for work, but no longer than the caller does: not every provider of credentials listens to the signal. */
  async #within<T>(call: Pick<Call, "operation" | "signal">, work: Promise<T>): Promise<T> {
    try {
      return await abortable(work, call.signal);
    } catch (error) {
      this.#throwIfAborted(call);
      throw error;
    }
  }

  #throwIfAborted(call: Pick<Call, "operation" | "signal">): void {
    if (call.signal?.aborted === true) {
      throw new MaxComputeClientError({
        code: "ABORTED",
        message: `${call.operation} was aborted`,
        cause: call.signal.reason,
      });
    }
  }
}

async function readAll(
  response: TransportResponse,
  limit: number,
  operation: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const stream: AsyncIterable<Uint8Array> = response.body;
  for await (const piece of stream) {
    size += piece.length;
    if (size > limit) {
      throw new MaxComputeClientError({
        code: "BODY_TOO_LARGE",
        message: `${operation}: the answer is larger than ${limit} bytes`,
      });
    }
    pieces.push(piece);
  }
  signal?.throwIfAborted();
  return Buffer.concat(pieces, size);
}
