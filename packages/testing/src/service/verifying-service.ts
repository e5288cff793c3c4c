import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { AccessKeyCredentials } from "@credport/core";

/** What a verifier reads of a request, and its own signature for a key's secret. */
export interface Claim {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly signature: string;
  /** The signature of the same request with this secret. */
  expected(accessKeySecret: string): string;
}

/** A request as verifiers see it. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  /** A header by its lower-case name; empty where there is none. */
  header(name: string): string;
  /** Headers whose lower-case name starts with one of the prefixes, sorted, `name:value` and a newline each. */
  headersBlock(...prefixes: readonly string[]): string;
}

/** A loopback service that recomputes every signature. */
export interface VerifyingService extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Key ids of the requests whose signature, key and token belong together. */
  readonly accepted: readonly string[];
  /** What each request carried, good or not, oldest first; those who read take theirs out. */
  readonly seen: Pick<Claim, "accessKeyId" | "securityToken">[];
  /** Requests so far. */
  readonly requests: number;
  /** Requests for which they did not. */
  readonly refused: number;
  /** Makes a credential known; all others are refused. */
  know(credentials: AccessKeyCredentials): void;
  /** Makes a key id unknown again. */
  forget(accessKeyId: string): void;
  /** The next requests get this status, verified all the same. */
  failNext(times: number, status: number): void;
}

/** Starts a {@link VerifyingService}; `answer` is the body of each 200. */
export async function startVerifyingService(
  read: (request: ReceivedRequest) => Claim,
  answer: { readonly type: string; readonly body: string },
): Promise<VerifyingService> {
  const known = new Map<string, AccessKeyCredentials>();
  const accepted: string[] = [];
  const seen: VerifyingService["seen"] = [];
  let [requests, refused] = [0, 0];
  let failing = { times: 0, status: 500 };
  const server = createServer((request, response) => {
    void receive(request).then((received) => {
      const claim = read(received);
      requests += 1;
      seen.push(claim);
      const credentials = known.get(claim.accessKeyId);
      const isGood =
        credentials !== undefined &&
        credentials.securityToken === claim.securityToken &&
        claim.signature === claim.expected(credentials.accessKeySecret);
      if (isGood) accepted.push(claim.accessKeyId);
      else refused += 1;
      const status = !isGood ? 403 : failing.times-- > 0 ? failing.status : 200;
      response.writeHead(status, { "content-type": answer.type, "x-log-requestid": "1" });
      response.end(status === 200 ? answer.body : "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const host = `127.0.0.1:${String(address.port)}`;
  return {
    host,
    port: address.port,
    url: `http://${host}`,
    accepted,
    seen,
    get requests() {
      return requests;
    },
    get refused() {
      return refused;
    },
    know: (credentials) => known.set(credentials.accessKeyId, credentials),
    forget: (accessKeyId) => known.delete(accessKeyId),
    failNext(times, status) {
      failing = { times, status };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(request, "end");
  const [path = "", query = ""] = (request.url ?? "").split("?", 2);
  const header = (name: string): string => String(request.headers[name] ?? "");
  return {
    method: request.method ?? "",
    path,
    query,
    body: Buffer.concat(chunks),
    header,
    headersBlock: (...prefixes) =>
      Object.keys(request.headers)
        .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
        .sort()
        .map((name) => `${name}:${header(name)}\n`)
        .join(""),
  };
}
