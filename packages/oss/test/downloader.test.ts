import { readFile, readdir, truncate, writeFile } from "node:fs/promises";
import { beforeEach, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { bucket, denied, stubClient, stubServer } from "./fixture.js";
import { content, partSize, size, transferWorld, type TransferWorld } from "./transfer-fixture.js";

let world: TransferWorld;
let client: OssClient;
let files: TransferWorld["files"];

beforeEach(async () => {
  world = await transferWorld();
  ({ client, files } = world);
});

const count = (operation: string): number => world.count(operation);
const stored = (key: string): Promise<Buffer> => world.stored(key);

describe("7.5 downloader", () => {
  beforeEach(() => client.putObject({ bucket, key: "k", body: content }));

  it("fetches ranges side by side into a file", async () => {
    const steps: number[] = [];
    const onProgress = (_increment: number, transferred: number): unknown => steps.push(transferred);
    const result = await client
      .newDownloader({ partSize })
      .downloadFile({ bucket, key: "k", onProgress }, files.file("t"));
    expect(result.written).toBe(size);
    expect(content.equals(await readFile(files.file("t")))).toBe(true);
    expect(steps.at(-1)).toBe(size);
    expect(count("GetObject")).toBe(6);
  });

  it.each([
    ["bytes=10-19", 10, 20],
    ["bytes=-7", size - 7, size],
    ["bytes=512000-", 512_000, size],
    ["bytes=5-99999999", 5, size],
  ])("the range %s", async (range, start, end) => {
    await client.newDownloader({ partSize }).downloadFile({ bucket, key: "k", range }, files.file("t"));
    expect(content.subarray(start, end).equals(await readFile(files.file("t")))).toBe(true);
  });

  it.each(["bytes=9-3", "bytes=99999999-", "bytes=-0", "bytes=-", "lines=1-2"])(
    "refuses the range %s",
    async (range) => {
      await expect(client.newDownloader().downloadFile({ bucket, key: "k", range }, files.file("t"))).rejects.toThrow(
        "invalid field, Range.",
      );
    },
  );

  it("an empty object is an empty file", async () => {
    await client.putObject({ bucket, key: "empty", body: "" });
    await client.newDownloader().downloadFile({ bucket, key: "empty" }, files.file("t"));
    expect(await readFile(files.file("t"))).toHaveLength(0);
  });

  it("refuses an object of which the service does not say how long it is, as copies and readers do", async () => {
    await using server = await stubServer((response) => response.setHeader("transfer-encoding", "chunked").end());
    await using other = stubClient(server);
    const download = other.newDownloader().downloadFile({ bucket, key: "k" }, files.file("t"));
    await expect(download).rejects.toMatchObject({ name: "DownloadError", cause: { code: "UnknownLength" } });
    expect(await readdir(files.path)).toEqual(["source.bin"]);
    await expect(other.openFile({ bucket, key: "k" })).rejects.toMatchObject({ code: "UnknownLength" });
    const copy = other.newCopier().copy({ bucket, key: "t", sourceKey: "k" });
    await expect(copy).rejects.toMatchObject({ name: "UploadError", cause: { code: "UnknownLength" } });
    expect(server.requests.map(({ method }) => method)).toEqual(["HEAD", "HEAD", "HEAD"]);
  });

  it("writes no more than was asked for where the service does not know ranges", async () => {
    await using server = await stubServer((response, _attempt, { method }) => {
      response.setHeader("content-length", String(size)).end(method === "HEAD" ? undefined : content);
    });
    await using other = stubClient(server);
    const input = { bucket, key: "k", range: "bytes=0-9" };
    expect(await other.newDownloader().downloadFile(input, files.file("t"))).toMatchObject({ written: 10 });
    expect(content.subarray(0, 10).equals(await readFile(files.file("t")))).toBe(true);
  });

  it("goes on within a part, and bounds attempts without progress", async () => {
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "truncateBody", times: 4 });
    await client.newDownloader({ partSize }).downloadFile({ bucket, key: "k" }, files.file("t"));
    expect(content.equals(await readFile(files.file("t")))).toBe(true);
    world.emulator.faults.add({
      service: "oss",
      operation: "GetObject",
      kind: "truncateBody",
      bytes: 0,
      times: Infinity,
    });
    const stuck = client.newDownloader({ parallel: 1 }).downloadFile({ bucket, key: "k" }, files.file("u"));
    await expect(stuck).rejects.toMatchObject({ name: "DownloadError", path: "oss://my-bucket/k" });
    expect(await readdir(files.path)).toEqual(["source.bin", "t"]);
  });

  it("resumes from a checkpoint", async () => {
    const options = { partSize, parallel: 1, checkpointDirectory: files.path };
    world.emulator.faults.add({ ...denied, operation: "GetObject", after: 2, times: Infinity });
    await expect(client.newDownloader(options).downloadFile({ bucket, key: "k" }, files.file("t"))).rejects.toThrow(
      /^download failed , cause: /,
    );
    expect((await readdir(files.path)).filter((name) => name.endsWith(".dcp") || name === "t.temp")).toHaveLength(2);
    world.emulator.faults.reset();
    const before = count("GetObject");
    await client.newDownloader(options).downloadFile({ bucket, key: "k" }, files.file("t"));
    expect(count("GetObject") - before).toBe(4);
    expect(content.equals(await readFile(files.file("t")))).toBe(true);
    expect(await readdir(files.path)).toEqual(["source.bin", "t"]);
  });

  it("ends when the object changes between two parts", async () => {
    let gets = 0;
    await using server = await stubServer((response, _attempt, { method, headers }) => {
      response.setHeader("etag", method === "GET" && (gets += 1) > 1 ? '"2"' : '"1"');
      if (method === "HEAD") response.setHeader("content-length", String(size)).end();
      else {
        const [, start = 0, end = 0] = (/=(\d+)-(\d+)/.exec(headers.range ?? "") ?? []).map(Number);
        response
          .writeHead(206, { "content-range": `bytes ${start}-${end}/${size}` })
          .end(content.subarray(start, end + 1));
      }
    });
    await using changing = stubClient(server);
    const download = changing
      .newDownloader({ partSize, parallel: 1 })
      .downloadFile({ bucket, key: "k" }, files.file("t"));
    await expect(download).rejects.toThrow("Source file is changed");
    expect(gets).toBe(2);
    expect(server.requests[1]?.headers).toMatchObject({
      range: `bytes=0-${partSize - 1}`,
      "x-oss-range-behavior": "standard",
    });
    expect(await readdir(files.path)).toEqual(["source.bin"]);
  });

  it("starts anew where the checkpoint is broken, and when the object has changed", async () => {
    const options = { partSize, parallel: 1, checkpointDirectory: files.path };
    const download = (): Promise<unknown> =>
      client.newDownloader(options).downloadFile({ bucket, key: "k" }, files.file("t"));
    for (const spoil of [
      async () => writeFile(files.file((await readdir(files.path)).find((name) => name.endsWith(".dcp")) ?? ""), "{"),
      () => client.putObject({ bucket, key: "k", body: content.toReversed() }),
    ]) {
      world.emulator.faults.add({ ...denied, operation: "GetObject", after: 2 });
      await expect(download()).rejects.toThrow("AccessDenied");
      await spoil();
      const before = count("GetObject");
      await download();
      expect(count("GetObject") - before).toBe(6);
      expect((await stored("k")).equals(await readFile(files.file("t")))).toBe(true);
    }
  });

  it("fetches anew what the file does not hold any more, and what a tampered checkpoint only claims", async () => {
    const options = { partSize, parallel: 1, checkpointDirectory: files.path };
    // A part of an object has no CRC of the service to be found by.
    const input = { bucket, key: "k", range: `bytes=1-${size - 1}` };
    const download = (): Promise<unknown> => client.newDownloader(options).downloadFile(input, files.file("t"));
    const checkpoint = async (): Promise<string> =>
      files.file((await readdir(files.path)).find((name) => name.endsWith(".dcp")) ?? "");
    const claim = async (parts: unknown): Promise<void> => {
      const saved = await readFile(await checkpoint(), "utf8");
      await writeFile(await checkpoint(), saved.replace(/"state":.*$/, `"state":${JSON.stringify({ parts })}}`));
    };
    for (const [spoil, fetched] of [
      [() => truncate(files.file("t.temp"), partSize + 1), 5],
      [() => writeFile(files.file("t.temp"), ""), 6],
      [() => claim({ 1: "x", 2: 7, 3: "0", 99: "1" }), 6],
      [() => claim("none"), 6],
    ] as const) {
      world.emulator.faults.add({ ...denied, operation: "GetObject", after: 2 });
      await expect(download()).rejects.toThrow("AccessDenied");
      await spoil();
      const before = count("GetObject");
      await download();
      expect(count("GetObject") - before).toBe(fetched);
      expect(content.subarray(1).equals(await readFile(files.file("t")))).toBe(true);
    }
  });

  it("can be stopped, and leaves nothing", async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const stopped = client
      .newDownloader({ partSize, parallel: 1 })
      .downloadFile({ bucket, key: "k", onProgress }, files.file("t"), { signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: "DownloadError" });
    expect(await readdir(files.path)).toEqual(["source.bin"]);
  });

  it("finds corrupted bytes", async () => {
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "corruptBody" });
    await expect(
      client.newDownloader({ partSize }).downloadFile({ bucket, key: "k" }, files.file("t")),
    ).rejects.toThrow("crc is inconsistent");
    expect(await readdir(files.path)).toEqual(["source.bin"]);
  });
});
