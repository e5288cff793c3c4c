import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { verifySignature, type IncomingCall, type KnownKey, type Refusal } from "./verify-signature.js";

/** A request with its body, its query decoded. */
export interface ReceivedCall extends IncomingCall {
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** What a request gets. */
export interface LoopbackAnswer {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** Drop the connection: before any answer, or after this many bytes of the body. */
  readonly cutAfter?: number | undefined;
}

/** Answers a request; nothing leaves it to the next handler. */
export type LoopbackHandler = (call: ReceivedCall) => LoopbackAnswer | undefined;

/** A service on loopback that checks every signature with code of its own. */
export interface LoopbackService extends AsyncDisposable {
  /** `http://127.0.0.1:<port>/api`. */
  readonly endpoint: string;
  /** `127.0.0.1:<port>`; requests without `/api` are the tunnel's. */
  readonly host: string;
  readonly keys: Map<string, KnownKey>;
  /** All requests, refused ones too. */
  readonly calls: ReceivedCall[];
  /** Refusals so far. */
  readonly refusals: Refusal[];
  /** Answers from now on, before the earlier handlers. */
  on(handler: LoopbackHandler): void;
  /** How far its clock is ahead, in ms. */
  skew: number;
  /** Turns signature checks off or on. */
  checking: boolean;
}

/** Starts a {@link LoopbackService} whose clock is `now`. */
export async function startLoopbackService(now: () => number): Promise<LoopbackService> {
  const handlers: LoopbackHandler[] = [];
  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => answer(request, response, body),
      () => response.destroy(),
    );
  });
  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const call = received(request, body);
    service.calls.push(call);
    const base = call.target.startsWith("/api/") ? "/api" : "";
    const refusal = service.checking ? verifySignature(call, base, service.keys, now() + service.skew) : undefined;
    if (refusal !== undefined) service.refusals.push(refusal);
    const found = refusal === undefined ? firstAnswer(handlers, call) : errorAnswer(refusal);
    send(
      response,
      found ??
        errorAnswer({ status: 404, code: "NoSuchObject", message: `nothing answers ${call.method} ${call.path}` }),
    );
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the service has no port");
  const host = `127.0.0.1:${address.port}`;
  const service: LoopbackService = {
    endpoint: `http://${host}/api`,
    host,
    keys: new Map(),
    calls: [],
    refusals: [],
    checking: true,
    skew: 0,
    on: (handler) => void handlers.unshift(handler),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}

/** The service's error XML. */
export function errorAnswer(refusal: Refusal, headers: Readonly<Record<string, string>> = {}): LoopbackAnswer {
  const body = `<Error><Code>${refusal.code}</Code><Message><![CDATA[${refusal.message}]]></Message><RequestId>request-1</RequestId></Error>`;
  return { status: refusal.status, headers: { "content-type": "application/xml", ...headers }, body };
}

function firstAnswer(handlers: readonly LoopbackHandler[], call: ReceivedCall): LoopbackAnswer | undefined {
  for (const handler of handlers) {
    const found = handler(call);
    if (found !== undefined) return found;
  }
  return undefined;
}

function send(response: ServerResponse, { body = "", cutAfter, headers = {}, status = 200 }: LoopbackAnswer): void {
  const bytes = Buffer.from(body);
  if (cutAfter === undefined) {
    response.writeHead(status, headers).end(bytes);
    return;
  }
  if (cutAfter === 0) {
    response.destroy();
    return;
  }
  response.writeHead(status, headers);
  response.write(bytes.subarray(0, cutAfter), () => response.destroy());
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

function received(request: IncomingMessage, body: Buffer): ReceivedCall {
  const target = request.url ?? "";
  const url = new URL(target, "http://loopback");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(",") : (value ?? "");
  return {
    method: request.method ?? "",
    target,
    headers,
    path: decodeURIComponent(url.pathname),
    query: new Map(url.searchParams),
    body,
  };
}
