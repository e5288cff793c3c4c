import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { jsonAnswer, type Answer } from "../http/answer.js";
import { Exchange } from "../http/exchange.js";
import { listenOnLoopback, type LoopbackAddress } from "../http/listen.js";
import { sendAnswer } from "../http/send-answer.js";
import { controlRoutes } from "./control-routes.js";
import type { Controlled } from "./controlled.js";

/** A running control port. */
export interface ControlServer {
  readonly address: LoopbackAddress;
  close(): Promise<void>;
}

/**
 * Starts the control port. It speaks JSON and refuses what a web page could send: requests with an `Origin`, requests
 * to another host name, and bodies that are not JSON.
 */
export async function startControlServer(controlled: Controlled, port: number): Promise<ControlServer> {
  const server = createServer((request, response) => void serve(controlled, request, response));
  const address = await listenOnLoopback(server, port);
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  };
  return { address, close };
}

async function serve(controlled: Controlled, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const now = controlled.clock.now();
  const exchange = new Exchange({ request, requestId: "", now: () => now });
  try {
    await sendAnswer(response, await answer(controlled, exchange), controlled.clock.now());
  } catch {
    request.socket.destroy();
  }
}

async function answer(controlled: Controlled, exchange: Exchange): Promise<Answer> {
  const host = exchange.header("host")?.replace(/:\d+$/, "");
  if (exchange.header("origin") !== undefined || (host !== "127.0.0.1" && host !== "localhost")) {
    return jsonAnswer(403, { error: "The control port answers local programs only." });
  }
  const route = controlRoutes.get(`${exchange.method} ${exchange.rawPath}`);
  if (route === undefined) return jsonAnswer(404, { error: "No such control.", controls: [...controlRoutes.keys()] });
  try {
    const body = exchange.method === "POST" ? await readJson(exchange) : undefined;
    return jsonAnswer(200, await route(controlled, body, exchange));
  } catch (error) {
    return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function readJson(exchange: Exchange): Promise<unknown> {
  const body = await exchange.readBody();
  if (body.length === 0) return {};
  if (!/^application\/json\b/i.test(exchange.header("content-type") ?? "")) {
    throw new TypeError("send application/json");
  }
  return JSON.parse(body.toString());
}
