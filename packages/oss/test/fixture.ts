import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { createNodeHost } from "@credport/node";
import { FakeClock } from "@credport/testing";
import { OssClient, StaticCredentialsProvider, type OssClientOptions } from "../src/index.js";

/** The bucket every test finds. */
export const bucket = "my-bucket";

/** A host on a clock that stands still. Waits that a caller awaits (back-off, bandwidth) end at once, and are kept. */
export interface TestHost extends Host {
  readonly clock: FakeClock;
  readonly waits: number[];
}

/** The real host but for time. The clock starts at the present, as sockets and files know it. */
export function testHost(clock: FakeClock = new FakeClock(Math.floor(Date.now() / 1000) * 1000)): TestHost {
  const waits: number[] = [];
  return {
    ...createNodeHost({ env: {} }),
    clock,
    waits,
    now: () => clock.now(),
    random: () => 0.5,
    async sleep(milliseconds, options = {}) {
      if (options.holdsProcess !== true) return clock.sleep(milliseconds, options);
      options.signal?.throwIfAborted();
      waits.push(milliseconds);
      clock.jump(milliseconds);
    },
  };
}

/** A client against an emulator, both on one clock. */
export interface Setup extends AsyncDisposable {
  readonly emulator: Emulator<"oss">;
  readonly host: TestHost;
  readonly keys: { readonly accessKeyId: string; readonly accessKeySecret: string };
  readonly client: OssClient;
  /** Another client of the same emulator, closed with it. */
  newClient(options?: Partial<OssClientOptions>): OssClient;
}

/** Starts an emulator with one bucket and one user. */
export async function setup(options: Partial<OssClientOptions> = {}): Promise<Setup> {
  const host = testHost();
  const emulator = await startEmulator({ services: ["oss"], clock: host.clock });
  emulator.oss.createBucket(bucket);
  const keys = emulator.accounts.createUser();
  const clients: OssClient[] = [];
  const newClient = (more: Partial<OssClientOptions> = {}): OssClient => {
    const credentialsProvider = new StaticCredentialsProvider(keys.accessKeyId, keys.accessKeySecret);
    const client = new OssClient({
      region: "cn-hangzhou",
      endpoint: emulator.oss.url,
      host,
      credentialsProvider,
      ...more,
    });
    clients.push(client);
    return client;
  };
  return {
    emulator,
    host,
    keys,
    client: newClient(options),
    newClient,
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.close()));
      await emulator.close();
    },
  };
}

/** A server that answers as a test says, and keeps what it was asked. */
export interface StubServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: Buffer;
  }[];
  /** Connections that were opened. */
  readonly connections: () => number;
}

/** What a stub answers; `attempt` counts from 1. */
export type StubHandler = (response: ServerResponse, attempt: number, request: IncomingMessage) => void;

/** Starts a stub on a free port of the loopback address. Bodies are read before the handler runs. */
export async function stubServer(handler: StubHandler): Promise<StubServer> {
  const requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: Buffer }[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => undefined);
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      requests.push({ method, path, headers, body: Buffer.concat(chunks) });
      handler(response, requests.length, request);
    });
  });
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A fault of the emulated service that no retry outlives; the operation and how often are each test's. */
export const denied = { service: "oss", kind: "fail", status: 403, code: "AccessDenied" } as const;

/** Answers with an error document of OSS. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/xml", "x-oss-request-id": "ID-1", ...headers });
  response.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no.</Message><RequestId>ID-1</RequestId><EC>0002-1</EC></Error>`,
  );
}

/** A client of a stub, with waits that end at once. */
export function stubClient(server: Pick<StubServer, "url">, options: Partial<OssClientOptions> = {}): OssClient {
  return new OssClient({
    region: "cn-hangzhou",
    endpoint: server.url,
    host: testHost(),
    credentialsProvider: new StaticCredentialsProvider("id", "secret"),
    ...options,
  });
}

/** A directory for one test. */
export async function temporaryDirectory(): Promise<
  AsyncDisposable & { readonly path: string; file(name: string): string }
> {
  const path = await mkdtemp(join(tmpdir(), "credport-oss-"));
  return {
    path,
    file: (name) => join(path, name),
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true });
    },
  };
}
