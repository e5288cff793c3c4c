import type { SleepOptions } from "@credport/core";
import { Agent, type Dispatcher } from "undici";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { errorAnswer } from "./support/loopback-service.js";
import { columns } from "./support/sample-table.js";
import { keyPair, setUp, type Setup } from "./support/setup.js";
import { encodeTunnelRecords, StsAccount } from "../src/index.js";

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(async () => {
  await setup[Symbol.asyncDispose]();
});

/** A dispatcher that keeps what it is asked for, and fails with this code, if any. */
class RecordingAgent extends Agent implements AsyncDisposable {
  readonly asked: Dispatcher.RequestOptions[] = [];
  readonly #failure: string | undefined;

  constructor(failure?: string) {
    super();
    this.#failure = failure;
  }

  override async request(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> {
    this.asked.push(options);
    if (this.#failure !== undefined) throw Object.assign(new Error("no answer"), { code: this.#failure });
    return super.request(options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

describe("5.3 failures without an answer", () => {
  test.each<readonly [code: string, reads: number, submits: number, submitCode: string]>([
    ["ENOTFOUND", 1, 1, "NETWORK"],
    ["EAI_AGAIN", 1, 1, "NETWORK"],
    ["CERT_HAS_EXPIRED", 1, 1, "NETWORK"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", 1, 1, "NETWORK"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", 1, 1, "NETWORK"],
    ["SELF_SIGNED_CERT_IN_CHAIN", 1, 1, "NETWORK"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", 1, 1, "NETWORK"],
    ["HOSTNAME_MISMATCH", 1, 1, "NETWORK"],
    ["INVALID_CA", 1, 1, "NETWORK"],
    ["ECONNREFUSED", 5, 5, "NETWORK"],
    ["UND_ERR_CONNECT_TIMEOUT", 5, 5, "TIMEOUT"],
    ["ECONNRESET", 5, 1, "SUBMIT_UNCERTAIN"],
    ["EPIPE", 5, 1, "SUBMIT_UNCERTAIN"],
    ["UND_ERR_SOCKET", 5, 1, "SUBMIT_UNCERTAIN"],
    ["UND_ERR_HEADERS_TIMEOUT", 5, 1, "SUBMIT_UNCERTAIN"],
  ])("%s: %i reads, %i submissions, then %s", async (code, reads, submits, submitCode) => {
    await using dispatcher = new RecordingAgent(code);
    const odps = setup.client({ dispatcher });
    await expect(odps.projects.get()).rejects.toMatchObject({ code: code.includes("TIMEOUT") ? "TIMEOUT" : "NETWORK" });
    expect(dispatcher.asked).toHaveLength(reads);
    await expect(odps.execSql("select 1")).rejects.toMatchObject({ code: submitCode });
    expect(dispatcher.asked).toHaveLength(reads + submits);
  });

  it("waits no longer than it is told to between attempts", async () => {
    setup.service.on(() => errorAnswer({ status: 503, code: "x", message: "m" }));
    await expect(setup.odps.projects.get()).rejects.toMatchObject({ kind: "server" });
    await expect(setup.client({ maximumRetryDelay: 150 }).projects.get()).rejects.toMatchObject({ kind: "server" });
    expect(setup.host.waits).toEqual([50, 100, 200, 400, 50, 75, 75, 75]);
  });

  it("waits out a conflict at a submission only", async () => {
    setup.service.on(() => errorAnswer({ status: 409, code: "x", message: "m" }, { "retry-after": "1" }));
    await expect(setup.odps.projects.get()).rejects.toMatchObject({ kind: "conflict" });
    expect(setup.service.calls).toHaveLength(1);
  });
});

describe("3.3 limits", () => {
  /** A host whose limits strike when told to; the limits asked for so far. */
  function striking(): { host: Setup["host"]; limits: number[]; strike: () => void } {
    const limits: number[] = [];
    let strike: () => void = () => undefined;
    const host = {
      ...setup.host,
      sleep: (milliseconds: number, options: SleepOptions = {}): Promise<void> => {
        if (options.holdsProcess === true) return setup.host.sleep(milliseconds, options);
        limits.push(milliseconds);
        return new Promise((resolve) => (strike = resolve));
      },
    };
    return { host, limits, strike: () => strike() };
  }

  it("ends an attempt that takes too long, and says so", async () => {
    const { host, limits, strike } = striking();
    setup.service.on(() => {
      strike();
      return { body: "<Project/>" };
    });
    await expect(setup.client({ host }).projects.get()).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(limits).toEqual([60_000, 60_000, 60_000, 60_000, 60_000]);
    expect(setup.service.calls).toHaveLength(5);
    const submission = setup.client({ host, requestTimeout: 7_000 }).execSql("select 1");
    await expect(submission).rejects.toMatchObject({ code: "SUBMIT_UNCERTAIN" });
    expect(limits.slice(5)).toEqual([7_000]);
  });

  it("has none where the limit is 0", async () => {
    const { host, limits } = striking();
    setup.service.on(() => ({ body: "<Project/>" }));
    await setup.client({ host, requestTimeout: 0 }).projects.get();
    expect(limits).toEqual([]);
  });

  it("limits the silence of a tunnel transfer, not its length, and leaves a given dispatcher open", async () => {
    await using dispatcher = new RecordingAgent();
    const types = columns.map(({ type }) => type);
    setup.service.on((call) => {
      if (call.query.has("service")) return { body: setup.service.host };
      if (call.query.has("data")) return { body: encodeTunnelRecords(types, [[1n, "a", "1.00"]]) };
      const session = { DownloadID: "d", UploadID: "u", Status: "NORMAL", RecordCount: 1, Schema: { columns } };
      return { body: JSON.stringify(session) };
    });
    const odps = setup.client({ dispatcher, idleTimeout: 9_000 });
    for await (const row of (await odps.tunnel.downloadTable("t")).rows()) expect(row).toEqual([1n, "a", "1.00"]);
    await (await odps.tunnel.uploadTable("t")).writeBlock(0, [[1n, "a", "1.00"]]);
    const limits = dispatcher.asked.map(({ bodyTimeout, headersTimeout }) => [headersTimeout, bodyTimeout]);
    const [none, idle] = [
      [0, 0],
      [9_000, 9_000],
    ];
    expect(limits).toEqual([none, none, idle, none, idle]);
    await odps.close();
    expect(dispatcher.closed).toBe(false);
  });
});

describe("4.1 and 4.2 what else there is to know", () => {
  it("asks for inherited and extended properties", async () => {
    setup.service.on((call) => ({ body: call.path.includes("/tables/") ? "<Table/>" : "<Project/>" }));
    await setup.odps.projects.get("p", { properties: "all" });
    await setup.odps.projects.get("p", { properties: "extended" });
    await setup.odps.tables.get("t", { extended: true });
    expect(setup.service.calls.map(({ target }) => target)).toEqual([
      "/api/projects/p?curr_project=p&properties=all",
      "/api/projects/p?curr_project=p&extended",
      "/api/projects/p/tables/t?curr_project=p&extended",
    ]);
  });
});

describe("6 the corrected clock", () => {
  const hours = 3_600_000;

  it("gives the day of a V4 signature", async () => {
    setup.service.skew = 20 * hours;
    setup.service.on(() => ({ body: "<Project/>" }));
    await setup.client({ region: "cn-x" }).projects.get();
    expect(setup.service.calls.map(({ headers }) => headers["authorization"]?.split("/")[1])).toEqual([
      "20260303",
      "20260304",
    ]);
  });

  it("decides whether a credential has expired", async () => {
    setup.service.skew = 2 * hours;
    const expiration = new Date(setup.host.now() + hours);
    const account = StsAccount.fromProvider({ getCredentials: async () => ({ ...keyPair, expiration }) });
    await expect(setup.client({ account }).projects.get()).rejects.toMatchObject({ code: "EXPIRED" });
    expect(setup.service.calls).toHaveLength(1);
  });
});
