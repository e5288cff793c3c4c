import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Readable, PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createDeflate } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseColumnType, RecordEncoder } from "../src/index.js";

const rowCount = 1_000_000;
const columns = ["bigint", "string", "double", "datetime", "boolean", "decimal(10,2)"].map((type, index) => ({
  name: `c${index}`,
  type: parseColumnType(type),
  nullable: true,
}));
const schema = { columns: columns.map(({ name, type }) => ({ name, type: type.name })) };

let folder: string;
let program: string;
let server: Server;
let endpoint: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "credport-memory-"));
  program = join(folder, "download-rows.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("programs/download-rows.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@credport/source"],
    external: ["apache-arrow", "fzstd", "lz4js", "snappyjs"],
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://loopback");
    if (url.searchParams.has("service")) response.end(endpoint.slice("http://".length, -"/api".length));
    else if (url.searchParams.has("downloads"))
      response.end(JSON.stringify({ DownloadID: "d", Status: "NORMAL", RecordCount: rowCount, Schema: schema }));
    else {
      const [, start = "0", count = "0"] = /\((\d+),(\d+)\)/.exec(url.searchParams.get("rowrange") ?? "") ?? [];
      const packed = request.headers["accept-encoding"] === "deflate";
      if (packed) response.setHeader("content-encoding", "deflate");
      const rows = Readable.from(encoded(Number(start), Number(count)), { objectMode: false });
      pipeline(rows, packed ? createDeflate({ level: 1 }) : new PassThrough(), response).catch(() =>
        response.destroy(),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}/api`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function* encoded(start: number, count: number): Generator<Uint8Array> {
  const encoder = new RecordEncoder(columns);
  for (let index = start; index < start + count; index++) {
    encoder.write([
      BigInt(index),
      `customer number ${index % 10_007}`,
      index / 8,
      new Date(1_700_000_000_000 + index),
      index % 2 === 0,
      `${index}.25`,
    ]);
    if (encoder.pending > 60_000) yield encoder.take();
  }
  yield encoder.finish();
}

test.each([[[]], [["deflate"]]])(
  "a million rows take at most 64 MiB more than none (%j)",
  { timeout: 120_000 },
  async (options) => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, endpoint, ...options], {
      timeout: 110_000,
    });
    const { rise, rows, sum } = JSON.parse(stdout);
    expect({ rows, sum }).toEqual({ rows: rowCount, sum: String((BigInt(rowCount) * BigInt(rowCount - 1)) / 2n) });
    expect(rise).toBeLessThanOrEqual(64 * 1024 * 1024);
  },
);
