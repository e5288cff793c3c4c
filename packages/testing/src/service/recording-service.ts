import { createServer, type IncomingMessage } from "node:http";
import type { AdapterSetup, SeenCredentials } from "../conformance/adapter-conformance.js";

/** What a {@link RecordingService} answers. */
export interface RecordedAnswer {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** Options of {@link startRecordingService}. */
export interface RecordingServiceOptions {
  /** Reads what a request was signed with. */
  readonly read: (request: IncomingMessage) => SeenCredentials;
  /** What every request gets. Default: 200 without a body. */
  readonly answer?: RecordedAnswer | undefined;
}

/** A loopback service that takes every request and keeps what it was signed with. It verifies nothing. */
export interface RecordingService extends AsyncDisposable {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Requests so far. */
  readonly requests: number;
  /** Runs one request of a client, and tells what the service saw of it. */
  observe(send: () => Promise<unknown>): Promise<SeenCredentials>;
  /** For `adapterConformance`: a client of this service, by what makes one request. Closing it stops the service. */
  setupOf(send: () => Promise<unknown>): AdapterSetup;
}

/** Starts a {@link RecordingService}. */
export async function startRecordingService(options: RecordingServiceOptions): Promise<RecordingService> {
  const { status = 200, headers = {}, body = "" } = options.answer ?? {};
  const seen: SeenCredentials[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    seen.push(options.read(request));
    request.resume().on("end", () => response.writeHead(status, headers).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the service has no port");
  const host = `127.0.0.1:${String(address.port)}`;
  const service: RecordingService = {
    host,
    port: address.port,
    url: `http://${host}`,
    get requests() {
      return requests;
    },
    async observe(send) {
      await send();
      const first = seen.shift();
      if (first === undefined) throw new Error("the service saw no request");
      return first;
    },
    setupOf: (send) => ({
      send: () => service.observe(send),
      requests: () => requests,
      close: async () => {
        await service[Symbol.asyncDispose]();
      },
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
