import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AppAccount, BearerAccount, isMaxComputeError, StsAccount, type OdpsOptions } from "../../src/index.js";
import { all, startWorld, type World } from "./world.js";

let world: World;

beforeEach(async () => {
  world = await startWorld();
  const { maxcompute } = world.emulator;
  const columns = [
    { name: "id", type: "bigint", comment: "key", nullable: false },
    { name: "name", type: "string" },
  ];
  await maxcompute.createTable({ name: "people", columns, comment: "who", lifecycle: 7 }, [
    [9_007_199_254_740_993n, "Li"],
    [2n, 'quo"te'],
    [3n, null],
  ]);
  const partitioned = { name: "visits", columns, partitionColumns: [{ name: "dt", type: "string" }] };
  for (const day of ["1", "2", "3"]) await maxcompute.createTable(partitioned, [[1n, day]], `dt=${day}`);
  maxcompute.createSchema("sales");
  await maxcompute.createTable({ name: "orders", columns, schema: "sales" }, [[1n, "one"]]);
});

afterEach(() => world[Symbol.asyncDispose]());

describe("1.2, 2: the emulator verifies every account and both signatures by code of its own", () => {
  test.each<[string, (world: World) => Partial<OdpsOptions>]>([
    ["a permanent key, V2", () => ({})],
    ["a permanent key, V4", () => ({ region: "cn-beijing" })],
    ["V4 by the automatic choice", () => ({ region: "cn-beijing", signature: "auto" })],
    ["a session, V2", ({ emulator }) => ({ account: new StsAccount(session(emulator)) })],
    ["a session, V4", ({ emulator }) => ({ account: new StsAccount(session(emulator)), region: "cn-beijing" })],
    [
      "a custom provider as in the guide",
      ({ emulator }) => ({
        account: StsAccount.fromCustomProvider({ getType: () => "Custom", getCredential: () => session(emulator) }),
      }),
    ],
    [
      "a bearer token",
      ({ emulator }) => ({ account: new BearerAccount({ bearerToken: emulator.maxcompute.issueBearerToken(60_000) }) }),
    ],
    ["an application", ({ emulator }) => ({ appAccount: new AppAccount(emulator.accounts.createUser()) })],
    ["an application with a session", ({ emulator }) => ({ appAccount: new AppAccount(session(emulator)) })],
  ])("%s", async (_name, options) => {
    const odps = world.client(options(world));
    const instance = await odps.execSql("SELECT name FROM people WHERE id = 2");
    await instance.wait();
    expect(await all((await instance.results()).objects())).toEqual([{ name: 'quo"te' }]);
    expect(await all((await odps.tunnel.downloadTable("people")).rows())).toHaveLength(3);
    expect(world.emulator.calls.list("maxcompute").filter(({ status }) => (status ?? 0) >= 400)).toEqual([]);
  });

  test("names with characters that URLs escape", async () => {
    await world.emulator.maxcompute.createTable({ name: "größe +a", columns: [{ name: "id", type: "int" }] }, [[1]]);
    for (const odps of [world.odps, world.client({ region: "cn-beijing" })]) {
      expect((await odps.tables.get("größe +a")).name).toBe("größe +a");
      expect(await all((await odps.tunnel.downloadTable("größe +a")).rows())).toEqual([[1]]);
      expect(await all(odps.tables.list({ prefix: "größe +" }))).toHaveLength(1);
    }
  });

  test("6: a clock that is 20 minutes off", async () => {
    world.emulator.clock.advance(1_200_000);
    expect(await world.odps.projects.exists()).toBe(true);
    await world.odps.projects.get();
    expect(world.emulator.calls.list("maxcompute").map(({ status }) => status)).toEqual([400, 200, 200]);
  });
});

describe("4.1, 4.2: what is there", () => {
  test("projects", async () => {
    const { odps } = world;
    expect(await odps.projects.get()).toMatchObject({ name: "emulator", state: "AVAILABLE", region: "cn-beijing" });
    expect([await odps.projects.exists(), await odps.projects.exists("other")]).toEqual([true, false]);
    expect((await all(odps.projects.list())).map(({ name }) => name)).toEqual(["emulator"]);
  });

  test("tables, page by page, their columns, and those of a schema", async () => {
    const { odps } = world;
    const names = (await all(odps.tables.list({ pageSize: 1 }))).map(({ name }) => name);
    expect(names).toEqual(["people", "visits"]);
    expect(world.emulator.calls.count("maxcompute", "ListTables")).toBe(2);
    expect(await odps.tables.get("people")).toMatchObject({
      name: "people",
      comment: "who",
      lifecycle: 7,
      columns: [
        { name: "id", type: "bigint", nullable: false, comment: "key" },
        { name: "name", type: "string", nullable: true },
      ],
    });
    expect([await odps.tables.exists("people"), await odps.tables.exists("none")]).toEqual([true, false]);
    const sales = world.client({ schema: "sales" });
    expect((await all(sales.tables.list())).map(({ name }) => name)).toEqual(["orders"]);
    expect(await all((await sales.tunnel.downloadTable("orders")).rows())).toEqual([[1n, "one"]]);
  });

  test("partitions, page by page and filtered", async () => {
    const { tables } = world.odps;
    const values = (await all(tables.partitions("visits", { pageSize: 2 }))).map(({ values }) => values.get("dt"));
    expect(values).toEqual(["1", "2", "3"]);
    expect(await all(tables.partitions("visits", { filter: "dt='2'" }))).toMatchObject([{ recordCount: 1 }]);
  });

  test("schemas, functions, resources", async () => {
    const { functions, resources, schemas } = world.odps;
    expect((await all(schemas.list())).map(({ name }) => name)).toEqual(["default", "sales"]);
    expect(await all(functions.list())).toMatchObject([{ name: "emulator_upper", classType: "com.example.Upper" }]);
    expect(await all(resources.list())).toMatchObject([{ name: "emulator.jar", type: "jar", size: 1024 }]);
  });

  test("what is not there fails with code and request id", async () => {
    for (const call of [
      world.odps.projects.get("other"),
      world.odps.tables.get("none"),
      world.odps.instances.get("none").status(),
      world.odps.tunnel.downloadTable("none"),
    ]) {
      const error: unknown = await call.catch((reason: unknown) => reason);
      expect(isMaxComputeError(error)).toBe(true);
      expect(error).toMatchObject({
        kind: "not-found",
        status: 404,
        code: expect.stringMatching(/^NoSuch/),
        requestId: expect.stringMatching(/^[\dA-F]{32}$/),
      });
    }
  });
});

describe("4.3 to 4.6: instances", () => {
  test("submit, progress, summary, detail, quota, result", async () => {
    const { emulator, odps } = world;
    emulator.maxcompute.runTime = 10_000;
    const instance = await odps.execSql("SELECT id, name FROM people ORDER BY id", { priority: 0, hints: { a: 1 } });
    expect(await instance.status()).toMatchObject({ status: "Running", endTime: null });
    expect(await instance.progress()).toMatchObject([{ id: "M1", finishedPercentage: 0 }]);
    const seen: number[] = [];
    const tasks = await instance.wait({ onProgress: ({ stages }) => void seen.push(stages.length) });
    expect(tasks).toMatchObject([{ name: "AnonymousSQLTask", status: "SUCCESS" }]);
    expect(seen.length).toBeGreaterThan(1);
    expect(await instance.summary()).toContain("resource cost");
    expect(JSON.parse(await instance.detail())).toEqual({ Instance: { Stages: [] } });
    expect(JSON.parse(await instance.quota())).toEqual({ Quota: "default" });
    const result = await instance.results();
    expect([result.source, result.truncated]).toEqual(["inline", false]);
    expect(await all(result)).toEqual([
      [2n, 'quo"te'],
      [3n, null],
      [9_007_199_254_740_993n, "Li"],
    ]);
  });

  test("joins, aggregates, INSERT and CREATE TABLE", async () => {
    const { odps } = world;
    const run = async (query: string): Promise<unknown[]> => {
      const instance = await odps.execSql(query);
      await instance.wait();
      return all(await instance.results());
    };
    await run("CREATE TABLE sums (id BIGINT, amount DECIMAL(10,2), at DATETIME) -- no terminator");
    await run("INSERT INTO TABLE sums VALUES (2, '1.50', '2026-03-03 04:05:06'), (2, '2.25', NULL)");
    expect(await run("SELECT p.name, count(*) AS n FROM people p JOIN sums s ON p.id = s.id GROUP BY p.name")).toEqual([
      ['quo"te', 2n],
    ]);
    // DATETIME is exact only through the tunnel, which takes over.
    expect(await run("SELECT amount, at FROM sums")).toEqual([
      ["1.50", new Date("2026-03-03T04:05:06Z")],
      ["2.25", null],
    ]);
    expect(world.emulator.calls.count("maxcompute", "CreateResultDownload")).toBe(1);
  });

  test("a result of more than 10,000 rows comes whole through the tunnel", async () => {
    const { emulator, odps } = world;
    const rows = Array.from({ length: 10_001 }, (_, index) => [BigInt(index)]);
    await emulator.maxcompute.createTable({ name: "many", columns: [{ name: "id", type: "bigint" }] }, rows);
    const instance = await odps.execSql("SELECT id FROM many ORDER BY id");
    await instance.wait();
    const result = await instance.results();
    expect([result.source, result.truncated]).toEqual(["tunnel", false]);
    expect(await all(result)).toEqual(rows);
    const inline = await instance.results({ source: "inline" });
    expect([inline.truncated, (await all(inline)).length]).toEqual([true, 10_000]);
    expect((await odps.tunnel.downloadInstance(instance.id, { limited: true })).recordCount).toBe(10_000);
  });

  test("SQL errors have code, line and column", async () => {
    const instance = await world.odps.execSql("SELECT a\nFROM absent");
    await expect(instance.wait()).rejects.toMatchObject({
      name: "MaxComputeTaskError",
      odpsCode: "ODPS-0130131",
      line: 2,
      column: 6,
      instanceId: instance.id,
    });
  });

  test("cancel, and once more", async () => {
    const { emulator, odps } = world;
    emulator.maxcompute.runTime = 10_000;
    const instance = await odps.execSql("SELECT 1");
    await instance.terminate();
    await instance.terminate();
    await expect(instance.wait()).rejects.toMatchObject({ status: "CANCELLED" });
    expect((await instance.status()).status).toBe("Terminated");
  });

  test("4.7: a LogView link with a token of the service", async () => {
    const { odps } = world;
    const instance = await odps.execSql("SELECT 1");
    const link = new URL(await odps.logview(instance));
    expect(link.origin + link.pathname).toBe("https://logview.emulator.example/logview");
    const bearerToken = link.searchParams.get("token") ?? "";
    expect(await world.client({ account: new BearerAccount({ bearerToken }) }).projects.exists()).toBe(true);
  });

  test("5.3: an answer that was lost after the statement ran is uncertain, and not sent again", async () => {
    const { emulator, odps } = world;
    emulator.faults.dropConnection({ service: "maxcompute", operation: "SubmitInstance", when: "answer" });
    await expect(odps.execSql("INSERT INTO TABLE people VALUES (4, 'x')")).rejects.toMatchObject({
      code: "SUBMIT_UNCERTAIN",
      uuid: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(emulator.calls.count("maxcompute", "SubmitInstance")).toBe(1);
    expect((await odps.tables.get("people")).recordCount).toBe(4);
  });

  test("5.3: polls go on through failures of every kind", async () => {
    const { emulator, odps } = world;
    emulator.maxcompute.runTime = 20_000;
    const instance = await odps.execSql("SELECT 1 AS one");
    const target = { service: "maxcompute", operation: "GetInstance" } as const;
    emulator.faults.failNext({ ...target, times: 6, status: 503, code: "ServiceUnavailable" });
    emulator.faults.failNext({ ...target, after: 7, status: 429, code: "FlowExceeded" });
    emulator.faults.dropConnection({ ...target, after: 9, when: "request" });
    emulator.faults.truncateBody({ ...target, after: 10, bytes: 20 });
    await instance.wait();
    expect(emulator.calls.count("maxcompute", "SubmitInstance")).toBe(1);
  });
});

function session({ accounts }: World["emulator"]): ReturnType<typeof accounts.issueSession> {
  return accounts.issueSession({ of: accounts.createRole({ name: "analyst" }) });
}
