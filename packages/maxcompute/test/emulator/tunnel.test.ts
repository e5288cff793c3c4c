import { Int32, Int64, Table as ArrowTable, Utf8, Vector, vectorFromArray, type RecordBatch } from "apache-arrow";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { StsAccount, type Row } from "../../src/index.js";
import { all, startWorld, type World } from "./world.js";

const columns = [
  "tinyint",
  "smallint",
  "int",
  "bigint",
  "boolean",
  "float",
  "double",
  "string",
  "varchar(9)",
  "binary",
  "decimal(20,3)",
  "datetime",
  "date",
  "timestamp",
  "array<string>",
  "map<string,bigint>",
  "struct<a:bigint,b:string>",
].map((type, index) => ({ name: `c${index}`, type }));

const row: Row = [
  -128,
  32_767,
  -2_147_483_648,
  9_223_372_036_854_775_807n,
  true,
  1.5,
  -0.1,
  "夏 \u{1f600}",
  "nine",
  new Uint8Array([0, 255]),
  "12345678901234567.890",
  new Date("1969-12-31T23:59:58Z"),
  "1900-02-28",
  { epochSeconds: -2n, nanos: 123_456_789 },
  ["a", null],
  new Map([["k", 7n]]),
  { a: 1n, b: null },
];
const nothing: Row = columns.map(() => null);

let world: World;

beforeEach(async () => {
  world = await startWorld({ region: "cn-beijing" });
  await world.emulator.maxcompute.createTable({ name: "t", columns });
  const partitionColumns = [
    { name: "dt", type: "string" },
    { name: "hour", type: "bigint" },
  ];
  const [, , , id = { name: "c3", type: "bigint" }] = columns;
  await world.emulator.maxcompute.createTable({ name: "parted", columns: [id], partitionColumns });
});

afterEach(() => world[Symbol.asyncDispose]());

async function upload(rows: readonly Row[], compression?: "deflate"): Promise<void> {
  const session = await world.odps.tunnel.uploadTable("t");
  await session.writeBlock(0, rows, { compression });
  await session.commit();
}

const download = async (): Promise<Row[]> => all((await world.odps.tunnel.downloadTable("t")).rows());

describe("4.8.4, 4.8.6: records, against a codec that is not ours", () => {
  test.each([undefined, "deflate"] as const)("every type goes up and comes down (%s)", async (compression) => {
    await upload([row, nothing], compression);
    const session = await world.odps.tunnel.downloadTable("t");
    const [first = [], second] = await all(session.rows({ compression }));
    expect(first.map((cell) => (cell instanceof Uint8Array ? [...cell] : cell))).toEqual(
      row.map((cell) => (cell instanceof Uint8Array ? [...cell] : cell)),
    );
    expect(second).toEqual(nothing);
  });

  test("4.8.4: values at the edges of their types, and within one another", async () => {
    const types = [
      "datetime",
      "double",
      "double",
      "timestamp_ntz",
      "interval_day_time",
      "interval_year_month",
      "json",
      "array<bigint>",
      "map<bigint,array<datetime>>",
      "struct<t:timestamp,`b c`:binary,夏:float>",
      "vector<float,2>",
      "binary",
      "string",
      "array<int>",
      "map<string,int>",
    ];
    const edges: Row = [
      new Date("1969-12-31T23:59:58.001Z"),
      Number.NaN,
      -Infinity,
      { epochSeconds: 253_402_300_799n, nanos: 999_999_999 },
      { epochSeconds: -90_000n, nanos: 5 },
      -14,
      '{"a":[1]}',
      [9_007_199_254_740_993n, null, -(2n ** 63n)],
      new Map([[-9_007_199_254_740_993n, [new Date(-1), null]]]),
      { t: { epochSeconds: -1n, nanos: 1 }, "b c": new Uint8Array([255]), 夏: Infinity },
      [0.5, -1],
      new Uint8Array(0),
      "a\0b",
      [],
      new Map(),
    ];
    const table = { name: "edges", columns: types.map((type, index) => ({ name: `e${index}`, type })) };
    await world.emulator.maxcompute.createTable(table);
    const session = await world.odps.tunnel.uploadTable("edges");
    await session.writeBlock(0, [edges]);
    await session.commit();
    expect(await all((await world.odps.tunnel.downloadTable("edges")).rows())).toEqual([edges]);
    const selected = await world.odps.execSql("SELECT * FROM edges");
    expect(await all(await selected.results())).toEqual([edges]);
  });

  test("ranges and columns in any order", async () => {
    await upload([row, nothing, row]);
    const session = await world.odps.tunnel.downloadTable("t");
    const reader = session.rows({ start: 1, count: 2, columns: ["c7", "c0"] });
    expect(await all(reader.objects())).toEqual([
      { c7: null, c0: null },
      { c7: "夏 \u{1f600}", c0: -128 },
    ]);
  });

  test("blocks in any order, sent again, and invisible before the commit", async () => {
    const { odps } = world;
    const session = await odps.tunnel.uploadTable("t");
    const block = (text: string): Row => row.map((cell, index) => (index === 7 ? text : cell));
    await session.writeBlock(1, [block("second")]);
    await session.writeBlock(0, [block("wrong"), block("wrong too")]);
    await session.writeBlock(0, [block("first")]);
    expect(await download()).toEqual([]);
    await expect(session.commit([0])).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    expect((await session.commit()).status).toBe("CLOSED");
    expect((await download()).map((cells) => cells[7])).toEqual(["first", "second"]);
  });

  test("partitions: made on demand, replaced, and part of the rows that come down", async () => {
    const { tunnel } = world.odps;
    const partition = { dt: "2026-03-03", hour: 4 };
    await expect(tunnel.uploadTable("parted", { partition })).rejects.toMatchObject({ code: "NoSuchPartition" });
    for (const value of [1n, 2n]) {
      const session = await tunnel.uploadTable("parted", { partition, createPartition: true, overwrite: true });
      await session.writeBlock(0, [[value]]);
      await session.commit();
    }
    const session = await tunnel.downloadTable("parted", { partition: "dt='2026-03-03',hour=4" });
    expect(await all(session.rows())).toEqual([[2n, "2026-03-03", 4n]]);
  });

  test("a download that breaks or is corrupted goes on after the last verified row", async () => {
    const { emulator, odps } = world;
    const rows = Array.from({ length: 20_000 }, (_, index): Row => [BigInt(index)]);
    await emulator.maxcompute.createTable({
      name: "long",
      columns: [{ name: "id", type: "bigint" }],
      generated: { count: rows.length, row: (index) => [BigInt(index)] },
    });
    const target = { service: "maxcompute", operation: "ReadDownload" } as const;
    emulator.faults.truncateBody({ ...target, bytes: 100_000 });
    emulator.faults.corruptBody({ ...target, after: 1, offset: 30_000 });
    const session = await odps.tunnel.downloadTable("long");
    expect(await all(session.rows())).toEqual(rows);
    expect(emulator.calls.count("maxcompute", "ReadDownload")).toBe(3);
  });

  test("a commit whose answer is lost counts as done, once", async () => {
    const { emulator, odps } = world;
    const session = await odps.tunnel.uploadTable("t");
    await session.writeBlock(0, [row]);
    emulator.faults.dropConnection({ service: "maxcompute", operation: "CommitUpload", when: "answer" });
    expect((await session.commit()).status).toBe("CLOSED");
    expect(await download()).toHaveLength(1);
    expect(emulator.calls.count("maxcompute", "CommitUpload")).toBe(1);
  });

  test("a session is continued by its id, with another token", async () => {
    const { accounts } = world.emulator;
    const { id } = await world.odps.tunnel.uploadTable("t");
    const account = new StsAccount(accounts.issueSession({ of: accounts.createRole({ name: "loader" }) }));
    const session = await world.client({ account }).tunnel.uploadTable("t", { sessionId: id });
    await session.writeBlock(0, [row]);
    await session.commit();
    expect(await download()).toHaveLength(1);
  });

  test("4.8.1: the tunnel is found out once", async () => {
    await download();
    await download();
    expect(world.emulator.calls.count("maxcompute", "GetTunnel")).toBe(1);
  });
});

describe("4.8.5: Arrow, written by a library on the other side", () => {
  test.each([undefined, "deflate"] as const)("comes down in batches (%s)", async (compression) => {
    const rows = Array.from({ length: 20_000 }, (_, index) => [BigInt(index), `row ${index}`, index / 8]);
    const types = ["bigint", "string", "double"].map((type, index) => ({ name: `c${index}`, type }));
    await world.emulator.maxcompute.createTable({ name: "long", columns: types }, rows);
    const session = await world.odps.tunnel.downloadTable("long");
    const seen: unknown[] = [];
    for await (const batch of session.arrow({ compression, columns: ["c0", "c1"] }))
      for (const each of batch) seen.push(each.toArray());
    expect(seen).toEqual(rows.map(([id, text]) => [id, text]));
  });

  test("every type that has an Arrow form", async () => {
    await upload([row, nothing]);
    const session = await world.odps.tunnel.downloadTable("t");
    const [batch] = await all(session.arrow());
    const [first, second] = batch?.toArray() ?? [];
    expect(second?.toJSON()).toEqual(Object.fromEntries(columns.map(({ name }) => [name, null])));
    const cells = first?.toJSON();
    expect(cells).toMatchObject({ c0: -128, c3: 9_223_372_036_854_775_807n, c4: true, c5: 1.5, c6: -0.1, c8: "nine" });
    expect(String(cells?.["c10"])).toBe("12345678901234567890");
    expect([cells?.["c11"], cells?.["c12"]]).toEqual([-2_000, Date.UTC(1900, 1, 28)]);
    expect(batch?.getChild("c13")?.data[0]?.values[0]).toBe(-1_876_543_211n);
    expect([...(cells?.["c14"] ?? [])]).toEqual(["a", null]);
    expect([[...(cells?.["c15"] ?? [])], [...(cells?.["c16"] ?? [])]]).toEqual([
      [["k", 7n]],
      [
        ["a", 1n],
        ["b", null],
      ],
    ]);
  });

  describe("4.8.6: up", () => {
    const nested = ["array<string>", "struct<a:int,b:string>", "map<string,array<bigint>>"];
    const arrowColumns = ["bigint", "string", "decimal(10,2)", "timestamp", ...nested].map((type, index) => ({
      name: `c${index}`,
      type,
      nullable: index > 0,
    }));

    /** Batches as this client gets them, which is as it must send them. */
    async function batchesOf(rows: readonly Row[]): Promise<RecordBatch[]> {
      const { tunnel } = world.odps;
      const { maxcompute } = world.emulator;
      for (const name of ["from", "to"]) await maxcompute.createTable({ name, columns: arrowColumns });
      const session = await tunnel.uploadTable("from");
      await session.writeBlock(0, rows);
      await session.commit();
      return all((await tunnel.downloadTable("from")).arrow());
    }
    const many = Array.from({ length: 10_000 }, (_, index): Row => {
      const time = { epochSeconds: BigInt(index) - 5_000n, nanos: 123_456_789 };
      const lists = new Map([[`k${index}`, [BigInt(index), null]]]);
      const struct = { a: index, b: null };
      return [BigInt(index), `row ${index}`, `-${index}.25`, index % 3 === 0 ? null : time, ["a", null], struct, lists];
    });

    test.each([undefined, "deflate"] as const)("batches, sent again when they break (%s)", async (compression) => {
      const batches = await batchesOf(many);
      expect(batches.length).toBeGreaterThan(1);
      const { emulator, odps } = world;
      emulator.faults.failNext({
        service: "maxcompute",
        operation: "WriteBlock",
        status: 400,
        code: "CorruptedDataStream",
      });
      const session = await odps.tunnel.uploadTable("to");
      expect(await session.writeArrowBlock(0, () => batches, { compression })).toBe(many.length);
      await session.commit();
      expect(await all((await odps.tunnel.downloadTable("to")).rows())).toEqual(many);
      expect(emulator.calls.count("maxcompute", "WriteBlock")).toBe(3);
    });

    test("columns of another form, nulls and long texts are refused before they are sent", async () => {
      const [batch] = await batchesOf(many.slice(0, 1));
      const session = await world.odps.tunnel.uploadTable("to");
      const refused = async (data: Record<string, Vector>, message: RegExp): Promise<void> => {
        const batches = new ArrowTable(data).batches;
        await expect(session.writeArrowBlock(0, batches)).rejects.toMatchObject({
          code: "INVALID_ARGUMENT",
          message: expect.stringMatching(message),
        });
      };
      const vectors = Object.fromEntries(
        arrowColumns.map(({ name }) => [name, batch?.getChild(name) ?? new Vector([])]),
      );
      const texts = (text: string): Vector => vectorFromArray([text], new Utf8());
      await refused({ c0: vectors["c0"] ?? texts("") }, /has 1 columns, the table 7/);
      await refused({ ...vectors, c1: vectorFromArray([1], new Int32()) }, /column 2 of a batch must be c1, Utf8/);
      await refused({ ...vectors, c0: vectorFromArray([null], new Int64()) }, /c0 must not be null/);
      await refused({ ...vectors, c1: texts("x".repeat(8 * 1024 * 1024 + 1)) }, /more than 8388608 bytes/);
      expect(world.emulator.calls.list("maxcompute", "WriteBlock").filter(({ status }) => status === 200)).toHaveLength(
        1,
      );
    });
  });
});
