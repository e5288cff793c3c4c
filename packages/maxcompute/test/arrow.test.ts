import * as arrow from "apache-arrow";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ReceivedCall } from "./support/loopback-service.js";
import { setUp, type Setup } from "./support/setup.js";
import { frameArrow } from "../src/index.js";

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(async () => {
  await setup[Symbol.asyncDispose]();
});

const rows = 1_000;
const columns = [
  { name: "id", type: "bigint" },
  { name: "name", type: "string" },
  { name: "at", type: "datetime" },
  { name: "day", type: "date" },
  { name: "price", type: "decimal(10,2)" },
  { name: "tags", type: "array<string>" },
  { name: "counts", type: "map<string,int>" },
  { name: "place", type: "struct<x:double,y:double>" },
];

const schema = new arrow.Schema([
  new arrow.Field("id", new arrow.Int64(), true),
  new arrow.Field("name", new arrow.Utf8(), true),
  new arrow.Field("at", new arrow.TimestampMillisecond(), true),
]);

/** Record batches as the service sends them: without a schema message and without the end marker. */
function batches(start: number, count: number): Uint8Array {
  const ids = BigInt64Array.from({ length: count }, (_, index) => BigInt(start + index));
  const table = new arrow.Table(schema, {
    id: arrow.vectorFromArray([...ids], new arrow.Int64()),
    name: arrow.vectorFromArray(
      [...ids].map((id) => (id % 3n === 0n ? null : `name ${id}`)),
      new arrow.Utf8(),
    ),
    at: arrow.vectorFromArray(
      [...ids].map((id) => new Date(Number(id) * 1_000)),
      new arrow.TimestampMillisecond(),
    ),
  });
  const whole = arrow.tableToIPC(table, "stream");
  const empty = arrow.tableToIPC(new arrow.Table(schema), "stream");
  return whole.subarray(empty.length - 8, whole.length - 8);
}

function rangeOf(call: ReceivedCall): [number, number] {
  const [, start, count] = /^\((\d+),(\d+)\)$/.exec(call.query.get("rowrange") ?? "") ?? [];
  return [Number(start), Number(count)];
}

function serve(
  change: (framed: Uint8Array, request: number) => Uint8Array = (framed) => framed,
  schemaColumns: readonly { name: string; type: string }[] = columns.slice(0, 3),
): void {
  let requests = 0;
  setup.service.on((call) => {
    if (call.query.has("service")) return { body: setup.service.host };
    if (call.query.has("downloads"))
      return {
        body: JSON.stringify({
          DownloadID: "d",
          Status: "NORMAL",
          RecordCount: rows,
          Schema: { columns: schemaColumns },
        }),
      };
    if (!call.query.has("data") || !call.query.has("arrow")) return undefined;
    const [start, count] = rangeOf(call);
    const half = Math.ceil(count / 2);
    return {
      body: change(
        frameArrow(Buffer.concat([batches(start, half), batches(start + half, count - half)]), 4_096),
        requests++,
      ),
    };
  });
}

describe("4.8.5 Arrow form", () => {
  it("reads batches without a schema of their own", async () => {
    serve();
    const session = await setup.odps.tunnel.downloadTable("t");
    const ids: unknown[] = [];
    for await (const batch of session.arrow()) for (const row of batch) ids.push([row["id"], row["name"], row["at"]]);
    expect(ids).toHaveLength(rows);
    expect(ids[4]).toEqual([4n, "name 4", 4_000]);
    expect(ids[3]).toEqual([3n, null, 3_000]);
    expect(setup.service.refusals).toEqual([]);
  });

  it("4.8.3: gives columns in the order they were asked for, whatever order they come in", async () => {
    serve();
    const session = await setup.odps.tunnel.downloadTable("t");
    const reader = session.arrow({ columns: ["at", "id", "name"], count: 5 });
    expect(reader.columns.map(({ name }) => name)).toEqual(["at", "id", "name"]);
    for await (const batch of reader) {
      expect(batch.schema.fields.map(({ name }) => name)).toEqual(["at", "id", "name"]);
      for (const row of batch) expect(row["at"]).toBe(Number(row["id"]) * 1_000);
    }
  });

  it("asks for the rest after a fault, and hands out no row twice", async () => {
    serve((framed, request) =>
      request === 0 ? framed.map((byte, index) => (index === framed.length - 10 ? byte ^ 1 : byte)) : framed,
    );
    const session = await setup.odps.tunnel.downloadTable("t");
    const ids: bigint[] = [];
    for await (const batch of session.arrow()) for (const row of batch) ids.push(row["id"]);
    expect(ids).toEqual(Array.from({ length: rows }, (_, index) => BigInt(index)));
    const ranges = setup.service.calls.filter(({ query }) => query.has("data")).map(rangeOf);
    expect(ranges).toEqual([
      [0, 1_000],
      [500, 500],
    ]);
  });

  it("takes a mark of the end, and checks the stream behind it", async () => {
    const marked = (request: number): Uint8Array => {
      const end = Buffer.from("ffffffff00000000", "hex");
      const framed = frameArrow(Buffer.concat([batches(0, rows), end]), 4_096);
      return request === 0 ? framed.map((byte, index) => (index === framed.length - 1 ? byte ^ 1 : byte)) : framed;
    };
    serve((_framed, request) => marked(request));
    const session = await setup.odps.tunnel.downloadTable("t");
    let count = 0;
    for await (const batch of session.arrow()) count += batch.numRows;
    expect(count).toBe(rows);
    expect(setup.service.calls.filter(({ query }) => query.has("data"))).toHaveLength(2);
  });

  it("finds a stream cut short, and one that is no Arrow", async () => {
    serve((framed) => framed.subarray(0, framed.length - 20));
    const session = await setup.odps.tunnel.downloadTable("t");
    const read = async (): Promise<void> => {
      for await (const _batch of session.arrow({ start: 600 })) continue;
    };
    await expect(read()).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:CHECKSUM_MISMATCH|STREAM_TRUNCATED)$/),
    });
    serve(() => frameArrow(Buffer.alloc(200, 1)));
    await expect(read()).rejects.toMatchObject({ code: "STREAM_MALFORMED" });
  });

  it("refuses batches of another form instead of reading their columns from the wrong place", async () => {
    const moment = new arrow.Struct([
      new arrow.Field("sec", new arrow.Int64(), true),
      new arrow.Field("nano", new arrow.Int32(), true),
    ]);
    const values = Array.from({ length: rows }, (_, index) => ({ sec: BigInt(index), nano: index }));
    const whole = arrow.tableToIPC(new arrow.Table({ at: arrow.vectorFromArray(values, moment) }), "stream");
    const empty = arrow.tableToIPC(new arrow.Table(new arrow.Schema([new arrow.Field("at", moment, true)])), "stream");
    serve(() => frameArrow(whole.subarray(empty.length - 8, whole.length - 8)), [{ name: "at", type: "timestamp" }]);
    const session = await setup.odps.tunnel.downloadTable("t");
    await expect(session.arrow()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "INVALID_RESPONSE",
      message: expect.stringContaining("rows()"),
    });
  });

  it("has a form for nested types and decimals, and refuses what writers disagree on", async () => {
    serve(undefined, columns);
    const session = await setup.odps.tunnel.downloadTable("t");
    expect(session.arrow().columns.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
    for (const type of ["interval_day_time", "interval_year_month", "decimal", "array<interval_day_time>"]) {
      serve(undefined, [{ name: "a", type }]);
      const refused = await setup.odps.tunnel.downloadTable("t");
      expect(() => refused.arrow()).toThrow(
        expect.objectContaining({ code: "INVALID_ARGUMENT", message: expect.stringContaining("record reader") }),
      );
    }
  });
});
