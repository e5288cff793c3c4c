import { readFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createNodeHost } from "@credport/node";
import type { Host } from "@credport/core";
import { Agent, buildConnector } from "undici";

const fixture = (name: string): Buffer => readFileSync(new URL(`../../node/test/fixtures/${name}`, import.meta.url));

/** A request as a login service received it. */
export interface LoginRequest {
  readonly host: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What a login service answers: a status and a JSON body. `hangUp` closes the connection instead. */
export interface LoginAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly hangUp?: boolean;
}

/** The identity and sign-in hosts of BytePlus, over TLS on a real socket of this machine. */
export interface LoginServices extends AsyncDisposable {
  readonly requests: readonly LoginRequest[];
  /** A host of this process whose connections all lead here, whatever name they are for. */
  readonly host: Host;
}

/** Starts {@link LoginServices}. The certificate is the fixture authority's; the name it is for is checked as `localhost`. */
export async function startLoginServices(
  answer: (request: LoginRequest) => LoginAnswer,
  env: Readonly<Record<string, string>>,
): Promise<LoginServices> {
  const requests: LoginRequest[] = [];
  const server = createServer({ cert: fixture("server.pem"), key: fixture("server-key.pem") }, (message, response) => {
    void received(message).then((request) => {
      requests.push(request);
      reply(response, answer(request));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  const port = String(address.port);
  const connector = buildConnector({ ca: fixture("ca.pem") });
  const dispatcher = new Agent({
    connect: (target, callback) =>
      connector({ ...target, hostname: "127.0.0.1", port, servername: "localhost" }, callback),
  });
  const own = createNodeHost({ env, dispatcher });
  return {
    requests,
    host: {
      ...own,
      // Pauses between tries end at once; limits are longer, and stay.
      sleep: (milliseconds, options) => (milliseconds < 1_000 ? Promise.resolve() : own.sleep(milliseconds, options)),
    },
    async [Symbol.asyncDispose]() {
      await own[Symbol.asyncDispose]();
      await dispatcher.destroy();
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}

async function received(message: IncomingMessage): Promise<LoginRequest> {
  let body = "";
  for await (const chunk of message.setEncoding("utf8")) body += String(chunk);
  const { host = "" } = message.headers;
  const { method = "", headers } = message;
  return { host, method, url: new URL(message.url ?? "", `https://${host}`), headers, body };
}

function reply(response: ServerResponse, { status = 200, body = {}, hangUp = false }: LoginAnswer): void {
  if (hangUp) response.destroy();
  else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
