import { createHash, createHmac, hash } from "node:crypto";
import { BytePlusClient, deriveSigningKey, signHeaders } from "@credport/byteplus";
import { Pool, type Dispatcher } from "undici";
import type { Contender } from "../harness/measure.js";
import { serveInProcess } from "../harness/server-process.js";

/** Answers every request with one small result, in a process of its own. */
const server = `
import { createServer } from "node:http";
const body = JSON.stringify({ ResponseMetadata: { RequestId: "r", Action: "DescribeRegions" }, Result: { Regions: [{ RegionId: "ap-southeast-1" }] } });
createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200, { "content-type": "application/json" }).end(body));
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });
`;

const accessKeySecret = "c3BlY1NlY3JldEV4YW1wbGU=";
const path = "/?Action=DescribeRegions&MaxResults=10&Version=2020-04-01";

// What the client's own requests hold, so that all write and hash the same number of bytes.
const { headers, canonicalRequest } = signHeaders({
  method: "GET",
  url: new URL(path, "https://ecs.ap-southeast-1.byteplusapi.com"),
  headers: { accept: "application/json", "user-agent": "credport-byteplus/0.0.0 (Node.js/20.20.2; linux; x64)" },
  credentials: { accessKeyId: "AKLTspecExample", accessKeySecret },
  date: new Date("2026-01-02T03:04:05Z"),
  region: "ap-southeast-1",
  service: "ecs",
});
const key = deriveSigningKey(accessKeySecret, "20260102", "ap-southeast-1", "ecs");

/** Clients of one server, each with the same number of calls under way. */
export interface Callers extends AsyncDisposable {
  readonly contenders: readonly Contender[];
}

/** Starts the server, raw undici and our client. Both read the whole answer and parse it. */
export async function startCallers(concurrency: number): Promise<Callers> {
  const running = await serveInProcess(server);
  const { url } = running;
  const pool = new Pool(new URL(url).origin);
  const client = new BytePlusClient({
    region: "ap-southeast-1",
    endpoint: url,
    credentials: { accessKeyId: "AKLTspecExample", accessKeySecret },
    maxIdleConnectionsPerHost: concurrency,
  });
  const call = { service: "ecs", action: "DescribeRegions", version: "2020-04-01", parameters: { MaxResults: 10 } };
  return {
    contenders: [
      {
        name: "undici, unsigned",
        run: (count) =>
          inTurns(count, concurrency, async () => {
            const { body } = await pool.request({
              method: "GET",
              path,
            });
            return body.json();
          }),
      },
      {
        name: "undici, with a hash and an HMAC for each request",
        run: (count) =>
          inTurns(count, concurrency, async () => {
            const digest = createHash("sha256").update(canonicalRequest).digest("hex");
            const authorization = createHmac("sha256", key).update(digest).digest("hex");
            const { body } = await pool.request({ method: "GET", path, headers: { ...headers, authorization } });
            return body.json();
          }),
      },
      {
        name: "undici dispatch, signed: the least a call can cost",
        run: (count) =>
          inTurns(count, concurrency, () => {
            const digest = hash("sha256", canonicalRequest);
            const authorization = createHmac("sha256", key).update(digest).digest("hex");
            return dispatched(pool, { ...headers, authorization });
          }),
      },
      { name: "@credport/byteplus call", run: (count) => inTurns(count, concurrency, () => client.call(call)) },
    ],
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await pool.close();
      await running[Symbol.asyncDispose]();
    },
  };
}

/** One request over undici's low level, its answer parsed. */
function dispatched(pool: Pool, signedHeaders: Record<string, string>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let text = "";
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart: () => undefined,
      onResponseData: (_controller, chunk) => (text += chunk.toString("utf8")),
      onResponseEnd: () => resolve(JSON.parse(text)),
      onResponseError: (_controller, error) => reject(error),
    };
    pool.dispatch({ method: "GET", path, headers: signedHeaders }, handler);
  });
}

/** Makes that many calls, some of them at a time; gives what the last one gave. */
async function inTurns(count: number, concurrency: number, call: () => Promise<unknown>): Promise<unknown> {
  let left = count;
  let last: unknown;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      last = await call();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return last;
}
