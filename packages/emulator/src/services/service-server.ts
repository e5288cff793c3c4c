import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { CallLog } from "../calls/call-log.js";
import { applyBefore } from "../faults/apply-fault.js";
import { distortBody } from "../faults/distort-body.js";
import type { ActiveFault, Faults } from "../faults/faults.js";
import type { Answer } from "../http/answer.js";
import { Exchange } from "../http/exchange.js";
import { listenOnLoopback, type LoopbackAddress } from "../http/listen.js";
import { sendAnswer } from "../http/send-answer.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService } from "./service.js";

/** What a {@link ServiceServer} needs. */
export interface ServiceServerFields {
  readonly name: string;
  readonly service: EmulatorService;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly now: () => number;
}

/** The HTTP server of one service: reads requests, applies fault rules, asks the service, counts, answers. */
export class ServiceServer {
  readonly #fields: ServiceServerFields;
  readonly #server: Server;
  readonly #newRequestId: () => string;

  constructor(fields: ServiceServerFields) {
    const { service } = fields;
    this.#fields = fields;
    this.#newRequestId = service.newRequestId?.bind(service) ?? (() => randomUUID().toUpperCase());
    this.#server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0, maxHeaderSize: 64 * 1024 });
    this.#server.on("request", (request, response) => void this.#serve(request, response));
    this.#server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
      void this.#serve(request, response, () => response.writeContinue());
    });
  }

  /** Starts listening on loopback; port 0 takes any free port. */
  listen(port: number): Promise<LoopbackAddress> {
    return listenOnLoopback(this.#server, port);
  }

  /** Stops listening and closes every connection. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
    await this.#fields.service.close?.();
  }

  async #serve(request: IncomingMessage, response: ServerResponse, sendContinue?: () => void): Promise<void> {
    const { now } = this.#fields;
    const exchange = new Exchange({ request, requestId: this.#newRequestId(), now, sendContinue });
    try {
      const answer = await this.#answer(exchange);
      this.#record(exchange, answer?.status);
      if (answer === undefined) request.socket.destroy();
      else await sendAnswer(response, answer, exchange.now());
    } catch {
      // Only writing can fail here: the client left, or a fault rule cut the body.
      request.socket.destroy();
    }
  }

  /** The answer to give, or `undefined` to drop the connection. */
  async #answer(exchange: Exchange): Promise<Answer | undefined> {
    const { service, faults, name } = this.#fields;
    try {
      exchange.operation = await service.describe(exchange);
      const active = faults.take(name, exchange.operation);
      return active.length === 0 ? await service.handle(exchange) : await this.#suffer(exchange, active);
    } catch (error) {
      return await this.#failed(exchange, error);
    }
  }

  async #suffer(exchange: Exchange, active: readonly ActiveFault[]): Promise<Answer | undefined> {
    for (const fault of active) await applyBefore(exchange, fault);
    const drop = active.map(({ effect }) => effect).find((effect) => effect.kind === "dropConnection");
    if (drop !== undefined && drop.when !== "answer") return undefined;
    let answer: Answer | undefined;
    try {
      answer = await this.#fields.service.handle(exchange);
    } catch (error) {
      answer = await this.#failed(exchange, error);
    }
    if (drop !== undefined || answer === undefined) return undefined;
    return active.reduce((distorted, { effect }) => distortBody(distorted, effect), answer);
  }

  /** The failure in the vendor's form; `undefined` when the client left while it was sending. */
  async #failed(exchange: Exchange, error: unknown): Promise<Answer | undefined> {
    if (exchange.request.destroyed && !exchange.request.complete) return undefined;
    return this.#fields.service.renderFailure(asFailure(error), exchange);
  }

  #record(exchange: Exchange, status: number | undefined): void {
    const { calls, name } = this.#fields;
    calls.record({
      service: name,
      operation: exchange.operation,
      method: exchange.method,
      ...(status === undefined ? {} : { status }),
      ...(exchange.accessKeyId === undefined ? {} : { accessKeyId: exchange.accessKeyId }),
      requestId: exchange.requestId,
      at: exchange.now(),
    });
  }
}

/** Anything but a failure is a fault of the emulator itself; its text helps whoever finds it. */
function asFailure(error: unknown): ServiceFailure {
  if (error instanceof ServiceFailure) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new ServiceFailure(500, "InternalError", `The emulator failed: ${text}`);
}
