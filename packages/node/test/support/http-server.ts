import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import { connect, createServer as createRawServer, type Server, type Socket } from "node:net";

/** A server on a free loopback port that keeps what it was asked. */
export interface TestServer extends AsyncDisposable {
  readonly port: number;
  /** `localhost` with the port. */
  readonly host: string;
  readonly requests: readonly IncomingMessage[];
  /** Connections accepted so far. */
  readonly connections: readonly Socket[];
}

/** Reads a file of `test/fixtures`: a certificate authority, and what it signed for `localhost`, `127.0.0.1` and `sts.example.com`. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");
}

/** A plain http server. */
export function serveHttp(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  return listen(server, recordRequests(server));
}

/** An https server with the fixture's certificate. */
export function serveHttps(listener: RequestListener, options: ServerOptions = {}): Promise<TestServer> {
  const server = createSecureServer(
    { cert: fixture("server.pem"), key: fixture("server-key.pem"), ...options },
    listener,
  );
  return listen(server, recordRequests(server));
}

/** A server that speaks whatever the callback writes. */
export function serveRaw(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return listen(createRawServer(onConnection), []);
}

/**
 * A proxy: CONNECT opens a tunnel to the given loopback port, whatever host was asked for; a request in absolute form is answered
 * with what it asked for. `secure` makes it an https proxy.
 */
export function serveProxy(
  options: { readonly port?: number; readonly status?: number; readonly secure?: boolean } = {},
): Promise<TestServer> {
  const { port = 0, status = 200, secure = false } = options;
  const answer: RequestListener = (request, response) => {
    response.end(`proxied ${String(request.url)} for ${String(request.headers.host)}`);
  };
  const server = secure
    ? createSecureServer({ cert: fixture("server.pem"), key: fixture("server-key.pem") }, answer)
    : createServer(answer);
  server.on("connect", (_request: IncomingMessage, client: Socket) => {
    client.on("error", () => client.destroy());
    client.write(`HTTP/1.1 ${String(status)} Answer\r\n\r\n`);
    if (status !== 200) return;
    const upstream = connect(port, "127.0.0.1");
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  return listen(server, recordRequests(server));
}

function recordRequests(server: Server): IncomingMessage[] {
  const requests: IncomingMessage[] = [];
  const record = (request: IncomingMessage): void => {
    requests.push(request);
  };
  server.on("request", record).on("connect", record);
  return requests;
}

async function listen(server: Server, requests: readonly IncomingMessage[]): Promise<TestServer> {
  const connections: Socket[] = [];
  server.on("connection", (socket: Socket) => {
    connections.push(socket);
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the server has no port");
  return {
    port: address.port,
    host: `localhost:${String(address.port)}`,
    requests,
    connections,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}
