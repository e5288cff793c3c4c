import type { SleepOptions } from "@credport/core";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { errorAnswer, type LoopbackAnswer } from "./support/loopback-service.js";
import { keyPair, resultXml, setUp, taskXml, type Setup } from "./support/setup.js";
import { BearerAccount, StsAccount, type ResultSet, type Row, type WaitProgress } from "../src/index.js";

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(async () => {
  await setup[Symbol.asyncDispose]();
});

const created: LoopbackAnswer = { status: 201, headers: { location: "http://elsewhere/api/projects/p/instances/i1" } };

/** Answers submissions one by one, then as created. */
function onSubmit(...answers: LoopbackAnswer[]): void {
  let index = 0;
  setup.service.on((call) =>
    call.method === "POST" && call.path.endsWith("/instances") ? (answers[index++] ?? created) : undefined,
  );
}

/** Answers polls one by one, the last one for ever. */
function onPoll(...answers: LoopbackAnswer[]): void {
  let index = 0;
  setup.service.on((call) =>
    call.query.has("taskstatus") ? answers[Math.min(index++, answers.length - 1)] : undefined,
  );
}

function onResult(content: string, format?: string, descriptor?: string): void {
  setup.service.on((call) => (call.query.has("result") ? { body: resultXml(content, format, descriptor) } : undefined));
}

const error = (status: number, code: string, headers: Record<string, string> = {}): LoopbackAnswer =>
  errorAnswer({ status, code, message: "m" }, headers);
const poll = (state: string, instance?: string): LoopbackAnswer => ({ body: taskXml(state, instance) });
const bodies = (): string[] =>
  setup.service.calls.filter(({ method }) => method === "POST").map(({ body }) => body.toString());

async function rowsOf(result: ResultSet): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of result) rows.push(row);
  return rows;
}

describe("4.3 submit", () => {
  it("runs a query from submit to rows", async () => {
    onSubmit();
    onPoll(poll("RUNNING"), poll("SUCCESS"));
    const columns = [
      { Name: "id", Type: "bigint" },
      { Name: "name", Type: "string" },
      { Name: "price", Type: "decimal(10,2)" },
      { Name: "score", Type: "double" },
    ];
    onResult(
      'id,name,price,score\n9007199254740993,"a ""b""",1.50,2.5\n\\N,\\N,\\N,\\N\n',
      "csv",
      JSON.stringify({ IsSelect: true, Schema: { Columns: columns } }),
    );
    const instance = await setup.odps.execSql("select * from t", { priority: 3, hints: { a: 1 } });
    expect(instance).toMatchObject({
      id: "i1",
      project: "p",
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    });
    await instance.wait();
    const result = await instance.results();
    expect(result).toMatchObject({ source: "inline", truncated: false, text: undefined });
    expect(await rowsOf(result)).toEqual([
      [9_007_199_254_740_993n, 'a "b"', "1.50", 2.5],
      [null, null, null, null],
    ]);
    const objects = [];
    for await (const object of result.objects()) objects.push({ ...object });
    expect(objects[0]).toEqual({ id: 9_007_199_254_740_993n, name: 'a "b"', price: "1.50", score: 2.5 });
    expect(bodies()[0]).toContain("<Priority>3</Priority>");
    expect(setup.service.refusals).toEqual([]);
  });

  it("takes a result that comes at once, and does not poll", async () => {
    onSubmit({ status: 200, headers: created.headers, body: resultXml("OK", "text") });
    const instance = await setup.odps.execSql("create table t (a int)", { tryWait: true });
    expect(await instance.wait()).toMatchObject([{ status: "SUCCESS" }]);
    expect(await instance.results()).toMatchObject({ columns: [], text: "OK" });
    expect(setup.service.calls).toHaveLength(1);
    expect(setup.service.calls[0]?.query.has("tryWait")).toBe(true);
  });

  it("throws for a task that failed at once", async () => {
    onSubmit({ status: 200, headers: created.headers, body: resultXml("ODPS-0130161:[2,7] Parse exception", "text") });
    await expect(setup.odps.execSql("x")).rejects.toMatchObject({
      name: "MaxComputeTaskError",
      code: "ODPS-0130161",
      line: 2,
      column: 7,
      instanceId: "i1",
    });
  });

  it("waits out conflicts with the very same body, for three minutes", async () => {
    onSubmit(
      error(409, "InstanceConflict", { "retry-after": "2" }),
      error(409, "InstanceConflict"),
      error(409, "InstanceConflict", { "retry-after": "x" }),
    );
    await setup.odps.execSql("select 1");
    expect(setup.host.waits).toEqual([2_000, 5_000, 5_000]);
    expect(new Set(bodies()).size).toBe(1);
    setup.service.on((call) =>
      call.method === "POST" ? error(409, "InstanceConflict", { "retry-after": "50" }) : undefined,
    );
    await expect(setup.odps.execSql("select 1")).rejects.toMatchObject({ kind: "conflict" });
    expect(setup.host.waits.slice(3)).toEqual([50_000, 50_000, 50_000]);
  });

  it("does not hammer a service that says to wait for nothing", async () => {
    setup.service.on(() => error(409, "InstanceConflict", { "retry-after": "0" }));
    await expect(setup.odps.execSql("select 1")).rejects.toMatchObject({ kind: "conflict" });
    expect(setup.service.calls).toHaveLength(181);
  });

  it("takes an empty task name for none", async () => {
    onSubmit();
    await setup.odps.execSql("select 1", { taskName: "" });
    expect(bodies()[0]).toContain("<Name>AnonymousSQLTask</Name>");
  });

  test.each<readonly [string, LoopbackAnswer]>([
    ["a broken connection", { cutAfter: 0 }],
    ["a 5xx", error(502, "x")],
  ])("does not submit again after %s, and says so (SUBMIT_UNCERTAIN)", async (_what, answer) => {
    onSubmit(answer);
    await expect(setup.odps.execSql("select 1", { uniqueId: "mine" })).rejects.toMatchObject({
      code: "SUBMIT_UNCERTAIN",
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      uniqueId: "mine",
    });
    expect(setup.service.calls).toHaveLength(1);
  });

  it("submits again after doubt only when asked to, by the caller's id", async () => {
    onSubmit(error(502, "x"), { cutAfter: 0 });
    await expect(setup.odps.execSql("select 1", { retryUncertainSubmit: true })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    await setup.odps.execSql("select 1", { retryUncertainSubmit: true, uniqueId: "mine" });
    expect(new Set(bodies()).size).toBe(1);
    expect(bodies()).toHaveLength(3);
  });

  it("submits again when the service certainly did not take it", async () => {
    onSubmit(error(429, "x"), error(400, "QPSExceeded"));
    await setup.odps.execSql("select 1");
    expect(setup.service.calls).toHaveLength(3);
    const elsewhere = setup.client({ endpoint: "http://127.0.0.1:1/api" });
    await expect(elsewhere.execSql("select 1")).rejects.toMatchObject({ code: "NETWORK" });
  });

  it("refuses a location without an id", async () => {
    onSubmit({ status: 201, headers: { location: "http://h/instances/" } }, { status: 201 });
    await expect(setup.odps.execSql("select 1")).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
    await expect(setup.odps.execSql("select 1")).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });
});

describe("4.4 waiting", () => {
  it("polls less and less often", async () => {
    onPoll(...Array.from({ length: 7 }, () => poll("RUNNING")), poll("SUCCESS"));
    await setup.odps.instances.get("i1").wait();
    expect(setup.host.waits).toEqual([1_000, 1_500, 2_250, 3_375, 5_000, 5_000, 5_000]);
  });

  it("reports progress with stages", async () => {
    onPoll(poll("RUNNING"), poll("SUCCESS"));
    setup.service.on((call) =>
      call.query.has("instanceprogress")
        ? { body: '<Progress><Stage ID="M1"><FinishedPercentage>40</FinishedPercentage></Stage></Progress>' }
        : undefined,
    );
    const seen: WaitProgress[] = [];
    await setup.odps.instances.get("i1").wait({ onProgress: (progress) => seen.push(progress), initialInterval: 10 });
    expect(seen).toMatchObject([
      { elapsed: 0, stages: [{ id: "M1", finishedPercentage: 40 }] },
      { elapsed: 10, stages: [] },
    ]);
  });

  it("survives polls that fail, up to five minutes of them", async () => {
    onPoll(
      poll("RUNNING"),
      ...Array.from({ length: 12 }, () => error(503, "x")),
      { cutAfter: 0 },
      poll("RUNNING"),
      poll("SUCCESS"),
    );
    await setup.odps.instances.get("i1").wait();
    onPoll(error(503, "x"));
    const started = setup.host.now();
    await expect(setup.odps.instances.get("i1").wait()).rejects.toMatchObject({ kind: "server" });
    expect(setup.host.now() - started).toBeGreaterThanOrEqual(300_000);
  });

  it("does not survive what will not pass", async () => {
    onPoll(error(404, "NoSuchObject"));
    await expect(setup.odps.instances.get("i1").wait()).rejects.toMatchObject({ kind: "not-found" });
    onPoll(error(401, "Unauthorized"));
    await expect(setup.odps.instances.get("i1").wait()).rejects.toMatchObject({ kind: "auth-invalid" });
    expect(setup.host.waits).toEqual([]);
  });

  it("takes an unknown status for no end, and a terminated instance whose tasks go on for a fault", async () => {
    onPoll(poll("NOVEL", "Cancelling"), poll("SUCCESS"));
    await setup.odps.instances.get("i1").wait();
    onPoll(poll("NOVEL", "Terminated"));
    await expect(setup.odps.instances.get("i1").wait()).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });

  it("throws what went wrong, with its place", async () => {
    onPoll(poll("FAILED"));
    onResult("ODPS-0130131:[1,15] Table not found - table p.t cannot be resolved", "text");
    await expect(setup.odps.instances.get("i1").wait()).rejects.toMatchObject({
      code: "ODPS-0130131",
      status: "FAILED",
      line: 1,
      column: 15,
      message: expect.stringContaining("Table not found"),
    });
  });

  it("ends at its timeout, and stops the job only when told to", async () => {
    onPoll(poll("RUNNING"));
    setup.service.on((call) => (call.method === "PUT" ? {} : undefined));
    const stops = (): number => setup.service.calls.filter(({ method }) => method === "PUT").length;
    await expect(setup.odps.instances.get("i1").wait({ timeout: 4_000 })).rejects.toMatchObject({
      code: "WAIT_TIMEOUT",
      instanceId: "i1",
    });
    expect([setup.host.waits.reduce((sum, each) => sum + each, 0), stops()]).toEqual([4_000, 0]);
    await expect(setup.odps.instances.get("i1").wait({ timeout: 0, terminateOnTimeout: true })).rejects.toMatchObject({
      code: "WAIT_TIMEOUT",
    });
    expect(stops()).toBe(1);
    expect(setup.service.calls.at(-1)?.body.toString()).toBe("<Instance><Status>Terminated</Status></Instance>");
  });

  it("ends at its timeout in the middle of a poll, too", async () => {
    let strike: () => void = () => undefined;
    const host = {
      ...setup.host,
      sleep: (milliseconds: number, options: SleepOptions = {}) =>
        milliseconds === 7_000 && options.holdsProcess !== true
          ? new Promise<void>((resolve) => (strike = resolve))
          : setup.host.sleep(milliseconds, options),
    };
    setup.service.on((call) => {
      if (call.method === "PUT") return {};
      strike();
      return error(503, "x");
    });
    const instance = setup.client({ host }).instances.get("i1");
    await expect(instance.wait({ timeout: 7_000, terminateOnTimeout: true })).rejects.toMatchObject({
      code: "WAIT_TIMEOUT",
      instanceId: "i1",
    });
    expect(setup.service.calls.map(({ method }) => method)).toEqual(["GET", "PUT"]);
  });

  it.each([{ initialInterval: 0 }, { maximumInterval: Number.NaN }, { timeout: -1 }])(
    "does not begin with %j, which would poll without a pause or end",
    async (options) => {
      const wait = setup.odps.instances.get("i1").wait(options);
      await expect(wait).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
      expect(setup.service.calls).toEqual([]);
    },
  );

  it("does not begin with a signal that is aborted already", async () => {
    const wait = setup.odps.instances.get("i1").wait({ signal: AbortSignal.abort("enough") });
    await expect(wait).rejects.toMatchObject({ code: "ABORTED", cause: "enough" });
    expect(setup.service.calls).toEqual([]);
  });

  it("ends with the caller's signal", async () => {
    const controller = new AbortController();
    onPoll(poll("RUNNING"));
    const waiting = setup.odps.instances
      .get("i1")
      .wait({ signal: controller.signal, onProgress: () => controller.abort(), initialInterval: 1 });
    await expect(waiting).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("4.5 results", () => {
  it("picks the task by its name", async () => {
    const task = (name: string): string =>
      `<Task Type="SQL"><Name>${name}</Name><Result Format="text">${name}</Result></Task>`;
    setup.service.on((call) =>
      call.query.has("result")
        ? { body: `<Instance><Tasks>${task("other")}${task("AnonymousSQLTask")}</Tasks></Instance>` }
        : undefined,
    );
    const instance = setup.odps.instances.get("i1");
    expect((await instance.results()).text).toBe("AnonymousSQLTask");
    expect((await instance.results({ taskName: "other" })).text).toBe("other");
    await expect(instance.results({ taskName: "none" })).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });

  it("throws a failed task's error, and takes a text that only looks like one for what it is", async () => {
    const content = "ODPS-0130131:[1,15] Table not found";
    const body = (status: string, format: string): string =>
      `<Instance><Tasks><Task Type="SQL"><Name>AnonymousSQLTask</Name>${status}<Result Format="${format}">${content}</Result></Task></Tasks></Instance>`;
    setup.service.on((call) =>
      call.query.has("result") ? { body: body("<Status>Failed</Status>", "text") } : undefined,
    );
    const failed = setup.odps.instances.get("i1").results();
    await expect(failed).rejects.toMatchObject({ name: "MaxComputeTaskError", code: "ODPS-0130131", column: 15 });
    setup.service.on(() => ({ body: body("<Status>Success</Status>", "text") }));
    expect((await setup.odps.instances.get("i1").results()).text).toBe(content);
  });

  const tenThousand = `a\n${"1\n".repeat(10_000)}`;
  const descriptor = JSON.stringify({ Schema: { Columns: [{ Name: "a", Type: "int" }] } });

  it("says when the inline form may be cut", async () => {
    onResult(tenThousand, "csv", descriptor);
    const result = await setup.odps.instances.get("i1").results({ source: "inline" });
    expect(result).toMatchObject({ source: "inline", truncated: true });
    expect(await rowsOf(result)).toHaveLength(10_000);
    onResult("a\n1\n", "csv");
    expect(await rowsOf(await setup.odps.instances.get("i1").results({ source: "inline" }))).toEqual([["1"]]);
  });

  it("goes to the tunnel for what is cut or not exact, and back when the tunnel cannot", async () => {
    setup.service.on((call) => (call.query.has("service") ? { body: setup.service.host } : undefined));
    setup.service.on((call) => (call.query.has("downloads") ? error(400, "InstanceTypeNotSupported") : undefined));
    for (const [content, described] of [
      [tenThousand, descriptor],
      ["a\n2026-01-01 00:00:00\n", JSON.stringify({ Schema: { Columns: [{ Name: "a", Type: "datetime" }] } })],
      ["a\n1\n", "not json"],
    ] as const) {
      onResult(content, "csv", described);
      expect(await setup.odps.instances.get("i1").results()).toMatchObject({
        source: "inline",
        truncated: content === tenThousand,
      });
    }
    expect(setup.service.calls.filter(({ query }) => query.has("downloads"))).toHaveLength(3);
    setup.service.on((call) => (call.query.has("downloads") ? error(403, "NoPermission") : undefined));
    await expect(setup.odps.instances.get("i1").results()).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("4.4 and 4.6 other calls", () => {
  it("status, summary, detail and quota", async () => {
    setup.service.on((call) => {
      if (call.query.has("instancesummary")) return { body: '{"Instance":{}}' };
      if (call.query.has("instancedetail") || call.query.has("instancequota"))
        return { body: call.query.get("taskname") ?? "" };
      return {
        headers: { "x-odps-owner": "o", "x-odps-start-time": "Tue, 03 Mar 2026 04:05:06 GMT", "x-odps-end-time": "" },
        body: "<Instance><Status>Running</Status></Instance>",
      };
    });
    const instance = setup.odps.instances.get("i1");
    expect(await instance.status()).toEqual({
      status: "Running",
      owner: "o",
      startTime: new Date("2026-03-03T04:05:06Z"),
      endTime: null,
    });
    expect(await instance.summary()).toBe('{"Instance":{}}');
    expect(await instance.detail()).toBe("AnonymousSQLTask");
    expect(await instance.quota("mine")).toBe("mine");
    expect(setup.service.refusals).toEqual([]);
  });

  it("stops an instance that has ended already", async () => {
    setup.service.on((call) =>
      call.method === "PUT"
        ? error(400, "InvalidStateSetting")
        : { body: "<Instance><Status>Terminated</Status></Instance>" },
    );
    await setup.odps.instances.get("i1").terminate();
    setup.service.on((call) =>
      call.method === "PUT" ? undefined : { body: "<Instance><Status>Running</Status></Instance>" },
    );
    await expect(setup.odps.instances.get("i1").terminate()).rejects.toMatchObject({ code: "InvalidStateSetting" });
  });
});

describe("4.7 LogView", () => {
  it("links to the console without a token where there is one", async () => {
    setup.service.on((call) =>
      call.path.endsWith("/webconsole/host")
        ? { body: "https://console" }
        : { body: "<Project><Region>cn-y</Region></Project>" },
    );
    const instance = setup.odps.instances.get("i1");
    expect(await setup.odps.logview(instance)).toBe(
      `https://console/cn-y/job-insights?h=${encodeURIComponent(setup.service.endpoint)}&p=p&i=i1`,
    );
    expect(await setup.client({ region: "cn-x" }).logview(instance)).toContain("/cn-x/job-insights");
    setup.service.calls.length = 0;
    const account = new StsAccount({ ...keyPair, region: "cn-z" });
    expect(await setup.client({ account }).logview(instance)).toContain("/cn-z/job-insights");
    expect(setup.service.calls).toHaveLength(1);
  });

  it("names a region that is not known `cn`, when the project may not be read", async () => {
    setup.service.on((call) =>
      call.path.endsWith("/webconsole/host") ? { body: "https://console" } : error(403, "NoPermission"),
    );
    expect(await setup.odps.logview(setup.odps.instances.get("i1"))).toContain("https://console/cn/job-insights?");
  });

  it("makes the old link with a token of its own, never a bearer's", async () => {
    setup.service.on((call) => {
      if (call.path.endsWith("/webconsole/host")) return error(404, "x");
      if (call.path.endsWith("/logview/host")) return { body: " " };
      return call.path.endsWith("/authorization")
        ? { body: "<Authorization><Result>tok+en</Result></Authorization>" }
        : undefined;
    });
    const instance = setup.odps.instances.get("i1");
    expect(await setup.odps.logview(instance, { hours: 2 })).toBe(
      `https://logview.aliyun.com/logview?h=${encodeURIComponent(setup.service.endpoint)}&p=p&i=i1&token=tok%2Ben`,
    );
    const token = setup.service.calls.find(({ method }) => method === "POST");
    expect(token?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(token?.body.toString() ?? "")).toEqual({
      expires_in_hours: 2,
      policy: {
        Statement: [{ Action: ["odps:Read"], Effect: "Allow", Resource: "acs:odps:*:projects/p/instances/i1" }],
        Version: "1",
      },
    });
    setup.service.checking = false;
    const bearer = setup.client({ account: new BearerAccount({ bearerToken: "bt" }) });
    await expect(bearer.logview(instance)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});
