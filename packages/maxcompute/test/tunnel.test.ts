import * as zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import type { LoopbackAnswer, ReceivedCall } from "./support/loopback-service.js";
import { allRows, columns } from "./support/sample-table.js";
import { setUp, type Setup } from "./support/setup.js";
import { encodeTunnelRecords, type DownloadSession, type Row } from "../src/index.js";

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(async () => {
  await setup[Symbol.asyncDispose]();
});

const sessionJson = (fields: Record<string, unknown> = {}): string =>
  JSON.stringify({
    DownloadID: "d1",
    Status: "NORMAL",
    RecordCount: allRows.length,
    Schema: { columns, partitionKeys: [{ name: "ds", type: "string" }] },
    ...fields,
  });

/** The range a data request asks for. */
function rangeOf(call: ReceivedCall): readonly [start: number, count: number] {
  const [, start, count] = /^\((\d+),(\d+)\)$/.exec(call.query.get("rowrange") ?? "") ?? [];
  return [Number(start), Number(count)];
}

/** The record stream a data request gets. */
function streamFor(call: ReceivedCall): Uint8Array {
  const [start, count] = rangeOf(call);
  const names = call.query.get("columns")?.split(",") ?? columns.map(({ name }) => name);
  const wanted = names.map((name) => columns.findIndex((column) => column.name === name));
  const rows = allRows.slice(start, start + count).map((row) => wanted.map((index) => row[index] ?? null));
  return encodeTunnelRecords(
    wanted.map((index) => columns[index]?.type ?? ""),
    rows,
  );
}

/** Serves the table; `change` alters the answer to the data request of that number. */
function serveTable(
  change: (body: Uint8Array, request: number, call: ReceivedCall) => LoopbackAnswer = (body) => ({ body }),
  session: Record<string, unknown> = {},
): void {
  let requests = 0;
  setup.service.on((call) => {
    if (call.query.has("service")) return { body: `${setup.service.host}\n` };
    if (call.query.has("downloads")) return { body: sessionJson(session) };
    return call.query.has("data") ? change(streamFor(call), requests++, call) : undefined;
  });
}

const dataCalls = (): ReceivedCall[] => setup.service.calls.filter(({ query }) => query.has("data"));

async function collect(rows: AsyncIterable<Row>): Promise<Row[]> {
  const result: Row[] = [];
  for await (const row of rows) result.push(row);
  return result;
}

/** Compressions that this runtime can write. */
const compressors: (readonly ["deflate" | "zstd", (body: Uint8Array) => Uint8Array])[] = [
  ["deflate", zlib.deflateSync],
];
const zstdCompress: unknown = Reflect.get(zlib, "zstdCompressSync");
if (typeof zstdCompress === "function")
  compressors.push(["zstd", (body) => Uint8Array.from(Reflect.apply(zstdCompress, undefined, [body]))]);

const open = (): Promise<DownloadSession> => setup.odps.tunnel.downloadTable("t");

describe("4.8.1 and 4.8.2 sessions", () => {
  it("finds the tunnel once, sends its headers and is signed without /api", async () => {
    serveTable();
    const odps = setup.client({ schema: "s", region: "cn-x" });
    await odps.tunnel.downloadTable("t/1", { tags: ["a", "b"] });
    await odps.tunnel.downloadTable("t/1");
    expect(setup.service.refusals).toEqual([]);
    const [discovery, create, again] = setup.service.calls;
    expect(discovery?.path).toBe("/api/projects/p/tunnel");
    expect(create?.target).toBe("/projects/p/schemas/s/tables/t%2F1?curr_project=p&downloads");
    expect(create?.headers).toMatchObject({
      "x-odps-tunnel-version": "6",
      "odps-tunnel-date-transform": "v1",
      "odps-tunnel-sdk-support-schema-evolution": "true",
      "odps-tunnel-tags": "a,b",
      "content-length": "0",
    });
    expect(again?.query.has("downloads")).toBe(true);
  });

  it("takes a configured tunnel endpoint, or a quota, not both", async () => {
    serveTable();
    const fixed = setup.client({ tunnelEndpoint: `http://${setup.service.host}/` });
    await fixed.tunnel.downloadTable("t");
    expect(setup.service.calls.map(({ query }) => query.has("service"))).toEqual([false]);
    await expect(fixed.tunnel.downloadTable("t", { quotaName: "q" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    const both = setup.client({ tunnelEndpoint: `http://${setup.service.host}`, tunnelQuotaName: "q" });
    await expect(both.tunnel.downloadTable("t")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await setup.client({ tunnelQuotaName: "q" }).tunnel.downloadTable("t");
    expect(setup.service.calls.slice(1).map(({ query }) => query.get("quotaName"))).toEqual(["q", "q"]);
  });

  it("asks again after a discovery that failed", async () => {
    setup.service.on(() => ({ body: "" }));
    await expect(open()).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
    serveTable();
    await open();
  });

  it("finds the tunnel for a caller although another one gives up", async () => {
    const controller = new AbortController();
    serveTable();
    setup.service.on((call) => {
      if (call.query.has("service")) controller.abort();
      return undefined;
    });
    const given = setup.odps.tunnel.downloadTable("t", { signal: controller.signal });
    const kept = open();
    await expect(given).rejects.toMatchObject({ code: "ABORTED" });
    expect(await kept).toMatchObject({ id: "d1" });
    setup.service.calls.length = 0;
    await open();
    expect(setup.service.calls.some(({ query }) => query.has("service"))).toBe(false);
  });

  test.each([
    ["ds=1/h=2", "ds=1,h=2"],
    ["ds='2026/03', h=\"2\"", "ds=2026/03,h=2"],
  ])("takes the partition %s", async (partition, sent) => {
    serveTable();
    await setup.odps.tunnel.downloadTable("t", { partition });
    expect(setup.service.calls.at(-1)?.query.get("partition")).toBe(sent);
  });

  it("waits for a session that is being made", async () => {
    serveTable(undefined, { Status: "initiating" });
    let looks = 0;
    setup.service.on((call) =>
      call.query.has("downloadid") && !call.query.has("data")
        ? { body: sessionJson({ Status: ++looks < 4 ? "INITIATING" : "Normal" }) }
        : undefined,
    );
    await open();
    expect(setup.host.waits).toEqual([100, 200, 400, 800]);
  });

  it("asks for a shard, and for a session that is made behind the answer", async () => {
    // As long as it is being made, it may not say what it has.
    serveTable(undefined, { Status: "INITIATING", RecordCount: undefined, Schema: undefined });
    setup.service.on((call) =>
      call.query.has("downloadid") && !call.query.has("data") ? { body: sessionJson() } : undefined,
    );
    const session = await setup.odps.tunnel.downloadTable("t", { shard: 3, asyncMode: true });
    await collect(session.rows({ count: 1 }));
    const asked = setup.service.calls.slice(1).map(({ query }) => [query.get("asyncmode"), query.get("shard")]);
    expect(asked).toEqual([
      ["true", "3"],
      [undefined, "3"],
      [undefined, undefined],
    ]);
    await expect(setup.odps.tunnel.downloadTable("t", { shard: -1 })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });

  test.each([
    { Status: "EXPIRED" },
    { Status: "NOVEL" },
    { RecordCount: "9007199254740993" },
    { RecordCount: undefined },
    { DownloadID: undefined },
    { Schema: undefined },
    { Schema: { columns: [{ name: "a", type: "novel" }] } },
  ])("refuses the session %j", async (session) => {
    serveTable(undefined, session);
    await expect(open()).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });

  it("refuses a server that shifts times", async () => {
    serveTable();
    setup.service.on((call) =>
      call.query.has("downloads")
        ? { headers: { "odps-tunnel-date-transform": "true" }, body: sessionJson() }
        : undefined,
    );
    await expect(open()).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });

  test.each([
    [404, "NoSuchTable", "not-found"],
    [412, "TableModified", "client"],
    [400, "InvalidPartitionSpec", "client"],
  ])("passes on %i %s", async (status, code, kind) => {
    setup.service.on((call) =>
      call.query.has("service")
        ? { body: setup.service.host }
        : { status, body: JSON.stringify({ Code: code, Message: "m", RequestId: "r" }) },
    );
    await expect(open()).rejects.toMatchObject({ code, kind, requestId: "r" });
  });
});

describe("4.8.3 reading", () => {
  it("reads all rows, as arrays, objects and batches", async () => {
    serveTable();
    const session = await open();
    expect(session).toMatchObject({ id: "d1", recordCount: 5_000 });
    expect(await collect(session.rows())).toEqual(allRows);
    const batches: Row[] = [];
    for await (const batch of session.rows().batches()) batches.push(...batch);
    expect(batches).toEqual(allRows);
    for await (const object of session.rows({ start: 1, count: 1 }).objects())
      expect({ ...object }).toEqual({ id: 1n, name: "name 1", price: "1.50" });
    expect(setup.service.refusals).toEqual([]);
    expect(dataCalls()[0]?.target).toContain("rowrange=%280%2C5000%29");
    expect(dataCalls()[0]?.target).not.toContain("columns");
  });

  it("sends the columns in schema order and gives them in the caller's", async () => {
    serveTable();
    const reader = (await open()).rows({ columns: ["PRICE", "id"], start: 3, count: 1 });
    expect(reader.columns.map(({ name }) => name)).toEqual(["price", "id"]);
    expect(await collect(reader)).toEqual([["3.50", 3n]]);
    expect(dataCalls()[0]?.query.get("columns")).toBe("id,price");
  });

  it("fills in the partition", async () => {
    serveTable();
    const session = await setup.odps.tunnel.downloadTable("t", { partition: "ds='20260303'" });
    expect(setup.service.calls.at(-1)?.query.get("partition")).toBe("ds=20260303");
    expect(await collect(session.rows({ count: 1 }))).toEqual([[0n, null, "0.50", "20260303"]]);
    expect(await collect(session.rows({ count: 1, columns: ["ds"] }))).toEqual([["20260303"]]);
    expect(session.columns.map(({ name }) => name)).toEqual(["id", "name", "price", "ds"]);
  });

  test.each([
    [{ columns: ["none"] }],
    [{ columns: ["id", "ID"] }],
    [{ start: 5_001 }],
    [{ count: -1 }],
    [{ start: 4_999, count: 2 }],
    [{ start: 0.5 }],
  ])("refuses %j", async (options) => {
    serveTable();
    const session = await open();
    expect(() => session.rows(options)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
    expect(dataCalls()).toEqual([]);
  });

  it("asks for nothing when there is nothing to read", async () => {
    serveTable();
    expect(await collect((await open()).rows({ start: 5_000 }))).toEqual([]);
    expect(dataCalls()).toEqual([]);
  });

  it("asks for deflate and obeys what comes", async () => {
    serveTable((body, request) =>
      request === 0 ? { headers: { "content-encoding": "deflate" }, body: zlib.deflateSync(body) } : { body },
    );
    const session = await open();
    expect(await collect(session.rows({ compression: "deflate" }))).toEqual(allRows);
    expect(await collect(session.rows({ compression: "deflate" }))).toEqual(allRows);
    expect(dataCalls()[0]?.headers["accept-encoding"]).toBe("deflate");
    serveTable((body) => ({ headers: { "content-encoding": "br" }, body }));
    await expect(collect(session.rows())).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });

  it("reads an instance's result", async () => {
    serveTable();
    const session = await setup.odps.tunnel.downloadInstance("i1", { limited: true });
    expect(await collect(session.rows({ count: 2 }))).toEqual(allRows.slice(0, 2));
    const tunnelCalls = setup.service.calls.slice(1);
    expect(tunnelCalls.map(({ path, query }) => [path, query.get("instance_tunnel_limit_enabled")])).toEqual([
      ["/projects/p/instances/i1", ""],
      ["/projects/p/instances/i1", ""],
    ]);
    expect(tunnelCalls[0]?.headers).not.toHaveProperty("odps-tunnel-sdk-support-schema-evolution");
  });
});

describe("4.8.4 resume", () => {
  it("asks for the rest after the verified rows, with a fresh signature", async () => {
    serveTable((body, request) => (request < 2 ? { body, cutAfter: 30_000 } : { body }));
    expect(await collect((await open()).rows())).toEqual(allRows);
    const [first, second, third] = dataCalls().map(rangeOf);
    expect(first).toEqual([0, 5_000]);
    expect(second?.[0]).toBeGreaterThan(0);
    expect(third?.[0]).toBeGreaterThan(second?.[0] ?? 0);
    for (const range of [second, third]) expect((range?.[0] ?? 0) + (range?.[1] ?? 0)).toBe(5_000);
    expect(setup.service.refusals).toEqual([]);
  });

  it("does so after a damaged record, and never gives a row twice or unverified", async () => {
    serveTable((body, request) => ({
      body: request === 0 ? body.map((byte, index) => (index === 40_000 ? byte ^ 4 : byte)) : body,
    }));
    expect(await collect((await open()).rows())).toEqual(allRows);
    expect(dataCalls()).toHaveLength(2);
  });

  it("does so for a stream that ends at a record's border", async () => {
    serveTable((body, request) => ({ body: request === 0 ? body.subarray(0, body.length - 15) : body }), {
      RecordCount: 2,
    });
    expect(await collect((await open()).rows())).toEqual(allRows.slice(0, 2));
  });

  it("gives up after three attempts without a new row", async () => {
    serveTable((body) => ({ body: body.subarray(0, 5) }));
    await expect(collect((await open()).rows())).rejects.toMatchObject({ code: "STREAM_TRUNCATED" });
    expect(dataCalls()).toHaveLength(4);
  });

  it("does not end well before the count and the checksum of the stream", async () => {
    serveTable((body, request) => ({ body: request < 2 ? body.subarray(0, body.length - 3) : body }));
    expect(await collect((await open()).rows())).toEqual(allRows);
    expect(dataCalls()).toHaveLength(3);
    const rows = dataCalls().map((call) => rangeOf(call));
    expect(rows[1]?.[0]).toBeGreaterThan(0);
    serveTable((body) => ({ body: body.subarray(0, body.length - 3) }));
    await expect(collect((await open()).rows())).rejects.toMatchObject({ code: "STREAM_TRUNCATED" });
  });

  it("does not end well with a wrong checksum of the stream", async () => {
    const wrong = (body: Uint8Array): Uint8Array =>
      body.map((byte, index) => (index === body.length - 3 ? byte ^ 1 : byte));
    serveTable((body) => ({ body: wrong(body) }));
    await expect(collect((await open()).rows())).rejects.toMatchObject({ code: "CHECKSUM_MISMATCH" });
    expect(dataCalls()).toHaveLength(1);
  });

  it("does not repeat a stream that is wrong by itself", async () => {
    serveTable(() => ({ body: encodeTunnelRecords(["bigint"], [[1n]]) }));
    await expect(collect((await open()).rows())).rejects.toMatchObject({ code: "STREAM_MALFORMED" });
    serveTable(() => ({ body: encodeTunnelRecords(["bigint", "string", "decimal(10,2)"], [...allRows, ...allRows]) }));
    await expect(collect((await open()).rows())).rejects.toMatchObject({ code: "STREAM_MALFORMED" });
    expect(dataCalls()).toHaveLength(2);
  });

  test.each(compressors)("resumes a %s stream that is cut or damaged", async (compression, compress) => {
    serveTable((body, request) => {
      const packed = compress(body);
      const headers = { "content-encoding": compression };
      if (request === 0) return { headers, body: packed, cutAfter: Math.floor(packed.length / 2) };
      return request === 1
        ? { headers, body: packed.map((byte, index) => (index === packed.length - 1 ? byte ^ 1 : byte)) }
        : { headers, body: packed };
    });
    expect(await collect((await open()).rows({ compression }))).toEqual(allRows);
    expect(dataCalls().map((call) => rangeOf(call)[1])).toHaveLength(3);
  });

  test.each(compressors)(
    "takes a whole %s stream of half the records for a stream cut short",
    async (name, compress) => {
      serveTable((body, request) => {
        const headers = { "content-encoding": name };
        const packed = compress(body);
        return { headers, body: request === 0 ? packed.subarray(0, packed.length - 9) : packed };
      });
      expect(await collect((await open()).rows({ compression: name }))).toEqual(allRows);
      expect(dataCalls()).toHaveLength(2);
    },
  );

  it("closes the connection of a reader that is left early, and ends with the caller's signal", async () => {
    serveTable();
    const session = await open();
    for await (const row of session.rows()) {
      expect(row).toEqual(allRows[0]);
      break;
    }
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      for await (const _batch of session.rows({ signal: controller.signal }).batches()) controller.abort();
    };
    await expect(reading()).rejects.toMatchObject({ code: "ABORTED" });
  });
});
