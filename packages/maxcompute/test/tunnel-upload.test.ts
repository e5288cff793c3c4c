import { inflateSync } from "node:zlib";
import type { SleepOptions } from "@credport/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorAnswer, type LoopbackAnswer, type ReceivedCall } from "./support/loopback-service.js";
import { allRows, columns } from "./support/sample-table.js";
import { setUp, type Setup } from "./support/setup.js";
import { decodeTunnelRecords, type Row } from "../src/index.js";

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(async () => {
  await setup[Symbol.asyncDispose]();
});

describe("4.8.6 upload", () => {
  interface UploadState {
    status: string;
    readonly blocks: Map<number, Row[]>;
    commits: number;
  }

  /** Serves an upload session; `change` may answer before it. */
  function serveUpload(
    change: (call: ReceivedCall, state: UploadState) => LoopbackAnswer | undefined = () => undefined,
  ): UploadState {
    const state: UploadState = { status: "NORMAL", blocks: new Map(), commits: 0 };
    const json = (): string =>
      JSON.stringify({
        UploadID: "u1",
        Status: state.status,
        MaxFieldSize: 8_388_608,
        Schema: { columns },
        UploadedBlockList: [...state.blocks].map(([BlockID, rows]) => ({ BlockID, RecordCount: rows.length })),
      });
    setup.service.on((call) => {
      if (call.query.has("service")) return { body: setup.service.host };
      const changed = change(call, state);
      if (changed !== undefined) return changed;
      if (call.method === "PUT")
        state.blocks.set(
          Number(call.query.get("blockid")),
          decodeTunnelRecords(
            columns.map(({ type }) => type),
            call.body,
          ),
        );
      if (call.method === "POST" && call.query.has("uploadid")) {
        state.commits++;
        state.status = "CLOSED";
      }
      return { body: json() };
    });
    return state;
  }

  it("writes blocks and commits them", async () => {
    const state = serveUpload();
    const session = await setup.odps.tunnel.uploadTable("t", {
      partition: { ds: "20260303", h: 1 },
      createPartition: true,
      overwrite: true,
    });
    expect(await session.writeBlock(0, allRows)).toBe(5_000);
    expect(await session.writeBlock(7, () => allRows.slice(0, 3).values())).toBe(3);
    expect((await session.commit()).status).toBe("CLOSED");
    expect([...state.blocks.keys()]).toEqual([0, 7]);
    expect(state.blocks.get(0)).toEqual(allRows);
    expect(state.commits).toBe(1);
    const create = setup.service.calls.find(({ query }) => query.has("uploads"));
    expect(Object.fromEntries(create?.query ?? [])).toEqual({
      uploads: "",
      curr_project: "p",
      partition: "ds=20260303,h=1",
      create_partition: "true",
      overwrite: "true",
    });
    const put = setup.service.calls.find(({ method }) => method === "PUT");
    expect(put?.headers).toMatchObject({ "content-type": "application/octet-stream", "transfer-encoding": "chunked" });
    expect(setup.service.refusals).toEqual([]);
  });

  it("sends a block again whole, under its id, from a list or a function", async () => {
    const failures: LoopbackAnswer[] = [
      { cutAfter: 0 },
      errorAnswer({ status: 503, code: "x", message: "m" }),
      errorAnswer({ status: 400, code: "CorruptedDataStream", message: "m" }),
    ];
    let puts = 0;
    const state = serveUpload((call) => (call.method === "PUT" ? failures[puts++] : undefined));
    const session = await setup.odps.tunnel.uploadTable("t");
    async function* rows(): AsyncGenerator<Row> {
      yield* allRows;
    }
    await session.writeBlock(1, rows);
    expect(puts).toBe(4);
    expect(state.blocks.get(1)).toEqual(allRows);
  });

  it("has as long as the service goes on reading, whatever a call may take", async () => {
    const limits: number[] = [];
    const host = {
      ...setup.host,
      sleep: (milliseconds: number, options: SleepOptions = {}) => {
        if (options.holdsProcess !== true) limits.push(milliseconds);
        return setup.host.sleep(milliseconds, options);
      },
    };
    const state = serveUpload();
    const session = await setup.client({ host, requestTimeout: 60_000 }).tunnel.uploadTable("t");
    const before = limits.length;
    await session.writeBlock(0, allRows);
    expect(state.blocks.get(0)).toEqual(allRows);
    expect(limits).toHaveLength(before);
    await session.status();
    expect(limits).toHaveLength(before + 1);
  });

  it("compresses", async () => {
    serveUpload((call) => (call.method === "PUT" ? { body: "{}" } : undefined));
    const session = await setup.odps.tunnel.uploadTable("t");
    await session.writeBlock(0, allRows, { compression: "deflate" });
    const put = setup.service.calls.find(({ method }) => method === "PUT");
    expect(put?.headers["content-encoding"]).toBe("deflate");
    expect(
      decodeTunnelRecords(
        columns.map(({ type }) => type),
        inflateSync(put?.body ?? ""),
      ),
    ).toEqual(allRows);
  });

  it("refuses values that do not fit before the block counts", async () => {
    const state = serveUpload();
    const session = await setup.odps.tunnel.uploadTable("t");
    const invalid = { code: "INVALID_ARGUMENT" };
    await expect(session.writeBlock(0, [[null, "a", "1.00"]])).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining("column id must not be null"),
    });
    await expect(session.writeBlock(0, [[1n, "a", "1.005"]])).rejects.toMatchObject(invalid);
    await expect(session.writeBlock(20_000, [])).rejects.toMatchObject(invalid);
    await expect(session.writeBlock(-1, [])).rejects.toMatchObject(invalid);
    expect(state.blocks.size).toBe(0);
  });

  it("names the blocks that differ, and commits nothing then", async () => {
    const state = serveUpload();
    const session = await setup.odps.tunnel.uploadTable("t");
    await session.writeBlock(1, [[1n, "a", "1.00"]]);
    state.blocks.set(9, []);
    state.blocks.delete(1);
    await expect(session.commit()).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringMatching(/lacks 1; it also has 9/),
    });
    expect(state.commits).toBe(0);
  });

  it("looks before it posts again after an unclear answer", async () => {
    let posts = 0;
    const done = serveUpload((call, state) => {
      if (call.method !== "POST" || !call.query.has("uploadid")) return undefined;
      posts++;
      state.status = "CLOSED";
      return { cutAfter: 0 };
    });
    await (await setup.odps.tunnel.uploadTable("t")).commit([]);
    expect([posts, done.status]).toEqual([1, "CLOSED"]);

    let again = 0;
    const state = serveUpload((call) => {
      if (call.method !== "POST" || !call.query.has("uploadid")) return undefined;
      again++;
      return again === 1 ? errorAnswer({ status: 500, code: "InternalServerError", message: "m" }) : undefined;
    });
    await (await setup.odps.tunnel.uploadTable("t")).commit([]);
    expect([again, state.commits]).toEqual([2, 1]);
  });

  it("waits while the service commits, and throws when the session fails", async () => {
    let looks = 0;
    serveUpload((call, state) => {
      if (call.method === "POST" && call.query.has("uploadid")) state.status = "COMMITTING";
      else if (call.method === "GET" && state.status === "COMMITTING" && ++looks > 2) state.status = "CLOSED";
      else return undefined;
      return { body: JSON.stringify({ UploadID: "u1", Status: state.status }) };
    });
    expect((await (await setup.odps.tunnel.uploadTable("t")).commit([])).status).toBe("CLOSED");
    expect(setup.host.waits.length).toBeGreaterThanOrEqual(2);
    const failed = serveUpload();
    const session = await setup.odps.tunnel.uploadTable("t");
    failed.status = "CRITICAL";
    await expect(session.commit([])).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
    failed.status = "NOVEL";
    await expect(session.commit([])).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });

  it("gives up on a service that takes a commit again and again and does nothing", async () => {
    let posts = 0;
    serveUpload((call) => {
      if (call.method !== "POST" || !call.query.has("uploadid")) return undefined;
      posts++;
      return { body: JSON.stringify({ UploadID: "u1", Status: "NORMAL", Schema: { columns } }) };
    });
    const commit = (await setup.odps.tunnel.uploadTable("t")).commit([]);
    await expect(commit).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
    expect(posts).toBe(5);
  });

  it("continues a session, and refuses one that has ended", async () => {
    const state = serveUpload();
    state.blocks.set(4, []);
    const session = await setup.odps.tunnel.uploadTable("t", { sessionId: "u1" });
    expect(session.blockIds).toEqual([4]);
    await session.commit();
    await expect(setup.odps.tunnel.uploadTable("t", { sessionId: "u1" })).rejects.toMatchObject({
      code: "INVALID_RESPONSE",
    });
  });

  it("refuses a new session that does not say its columns", async () => {
    serveUpload((call) =>
      call.query.has("uploads") ? { body: JSON.stringify({ UploadID: "u1", Status: "NORMAL" }) } : undefined,
    );
    await expect(setup.odps.tunnel.uploadTable("t")).rejects.toMatchObject({ code: "INVALID_RESPONSE" });
  });
});
