import { BytePlusClient } from "@credport/byteplus";
import { Pool } from "undici";
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
    credentials: { accessKeyId: "AKLTspecExample", accessKeySecret: "c3BlY1NlY3JldEV4YW1wbGU=" },
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
              path: "/?Action=DescribeRegions&MaxResults=10&Version=2020-04-01",
            });
            return body.json();
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
