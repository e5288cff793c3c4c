import { readFile, readdir, writeFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { bucket, refuse, setup, stubClient, stubServer, temporaryDirectory, type Setup } from "./fixture.js";

const partSize = 100 * 1024;
const size = 5 * partSize + 321;
const content = Buffer.from(Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0xff));

let world: Setup;
let client: OssClient;
let files: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeEach(async () => {
  world = await setup();
  ({ client } = world);
  files = await temporaryDirectory();
  await writeFile(files.file("source.bin"), content);
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await files[Symbol.asyncDispose]();
});

const count = (operation: string): number => world.emulator.calls.count("oss", operation);

async function stored(key: string): Promise<Buffer> {
  return (await client.getObject({ bucket, key })).body.bytes();
}

describe("7.5 file helpers", () => {
  it("puts from and gets to files", async () => {
    await client.putObjectFromFile({ bucket, key: "file.bin" }, files.file("source.bin"));
    const result = await client.getObjectToFile({ bucket, key: "file.bin" }, files.file("target.bin"));
    expect(result.contentLength).toBe(size);
    expect(content.equals(await readFile(files.file("target.bin")))).toBe(true);
    expect((await stat(files.file("target.bin"))).mode & 0o777).toBe(0o664 & ~process.umask());
  });

  it("goes on where a download broke off, and does not check parts by the CRC of the whole", async () => {
    await client.putObject({ bucket, key: "k", body: content });
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "truncateBody", times: 2 });
    await client.getObjectToFile({ bucket, key: "k" }, files.file("t"));
    expect(content.equals(await readFile(files.file("t")))).toBe(true);
    expect(count("GetObject")).toBe(3);
    await client.getObjectToFile({ bucket, key: "k", range: "bytes=-10" }, files.file("t"));
    expect(content.subarray(-10).equals(await readFile(files.file("t")))).toBe(true);
  });

  it("leaves no half and no corrupted download under the target's name", async () => {
    await client.putObject({ bucket, key: "k", body: content });
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "corruptBody" });
    await expect(client.getObjectToFile({ bucket, key: "k" }, files.file("t"))).rejects.toThrow("crc is inconsistent");
    world.emulator.faults.add({
      service: "oss",
      operation: "GetObject",
      kind: "truncateBody",
      times: Infinity,
      bytes: 0,
    });
    await expect(client.getObjectToFile({ bucket, key: "k" }, files.file("t"))).rejects.toThrow();
    expect(await readdir(files.path)).toEqual(["source.bin"]);
    world.emulator.faults.reset();
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "corruptBody" });
    const unchecked = world.newClient({ disableDownloadCrc64Check: true });
    await unchecked.getObjectToFile({ bucket, key: "k" }, files.file("t"));
    expect(await readdir(files.path)).toContain("t");
  });

  it("a file that cannot be read is found before a request", async () => {
    for (const path of [files.file("missing"), files.path]) {
      await expect(client.putObjectFromFile({ bucket, key: "k" }, path)).rejects.toMatchObject({
        name: "InvalidParameterError",
        field: "filePath",
      });
      await expect(client.newUploader().uploadFile({ bucket, key: "k" }, path)).rejects.toMatchObject({
        field: "filePath",
      });
    }
    expect(world.emulator.calls.count()).toBe(0);
  });

  it("reads at any place, and fetches ahead", async () => {
    await client.putObject({ bucket, key: "k", body: content });
    await using reader = await client.openFile(
      { bucket, key: "k" },
      { prefetchThreshold: partSize, chunkSize: partSize },
    );
    expect(content.subarray(0, 10).equals(await reader.read(10))).toBe(true);
    await reader.seek(size - 5);
    expect(content.subarray(-5).equals(await reader.read(100))).toBe(true);
    expect(await reader.read(100)).toHaveLength(0);
    await reader.seek(0);
    const pieces: Uint8Array[] = [];
    for await (const piece of reader) pieces.push(piece);
    expect(content.equals(Buffer.concat(pieces))).toBe(true);
    await client.putObject({ bucket, key: "k", body: "changed" });
    await reader.seek(1);
    await expect(reader.read(1)).rejects.toThrow("Source file is changed");
  });

  it("writes at the end of an object", async () => {
    const file = await client.appendFile({ bucket, key: "log" });
    await Promise.all(["one,", "two,", "three"].map((text) => file.write(text)));
    const again = await client.appendFile({ bucket, key: "log" });
    expect(again.position).toBe(13);
    await again.write("!");
    expect((await stored("log")).toString()).toBe("one,two,three!");
    await client.putObject({ bucket, key: "fixed", body: "x" });
    await expect(client.appendFile({ bucket, key: "fixed" })).rejects.toMatchObject({ code: "NotAppendable" });
  });
});

describe("7.5 uploader", () => {
  it("small bodies go in one request, others in parts", async () => {
    const uploader = client.newUploader({ partSize });
    expect(await uploader.uploadFrom({ bucket, key: "small" }, "small")).not.toHaveProperty("uploadId");
    const steps: number[] = [];
    const result = await uploader.uploadFile(
      { bucket, key: "large.bin", onProgress: (_increment, transferred) => steps.push(transferred) },
      files.file("source.bin"),
    );
    expect(result.uploadId).toBeTruthy();
    expect(content.equals(await stored("large.bin"))).toBe(true);
    expect(steps.at(-1)).toBe(size);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(count("UploadPart")).toBe(6);
    expect(count("PutObject")).toBe(1);
  });

  it.each<[string, () => Buffer | Readable | Blob]>([
    ["bytes", () => content],
    ["a stream of unknown length", () => Readable.from([content.subarray(0, 99_999), content.subarray(99_999)])],
    ["a blob", () => new Blob([content])],
  ])("uploads %s", async (name, body) => {
    const result = await client.newUploader({ partSize }).uploadFrom({ bucket, key: name }, body());
    expect(result.hashCrc64).toMatch(/^\d+$/);
    expect(content.equals(await stored(name))).toBe(true);
  });

  it("an empty or exactly filled stream is complete", async () => {
    const uploader = client.newUploader({ partSize });
    await uploader.uploadFrom({ bucket, key: "empty" }, Readable.from([]));
    expect(await stored("empty")).toHaveLength(0);
    await uploader.uploadFrom({ bucket, key: "exact" }, Readable.from([content.subarray(0, 2 * partSize)]));
    expect(await stored("exact")).toHaveLength(2 * partSize);
    expect(count("UploadPart")).toBe(2);
  });

  it("aborts on failure, unless told to leave the parts", async () => {
    world.emulator.faults.add({
      service: "oss",
      operation: "UploadPart",
      kind: "fail",
      status: 403,
      code: "AccessDenied",
      after: 2,
      times: Infinity,
    });
    const failing = client.newUploader({ partSize }).uploadFile({ bucket, key: "k" }, files.file("source.bin"));
    await expect(failing).rejects.toMatchObject({ name: "UploadError", path: "oss://my-bucket/k" });
    await expect(failing).rejects.toThrow(/^upload failed, upload id: \S+, cause: operation error UploadPart: /);
    expect(count("AbortMultipartUpload")).toBe(1);
    await expect(
      client
        .newUploader({ partSize, leavePartsOnError: true })
        .uploadFile({ bucket, key: "k" }, files.file("source.bin")),
    ).rejects.toThrow();
    expect(count("AbortMultipartUpload")).toBe(1);
  });

  it("resumes from a checkpoint, and starts anew when the file has changed", async () => {
    const options = { partSize, parallel: 1, checkpointDirectory: files.path };
    const fault = world.emulator.faults.add({
      service: "oss",
      operation: "UploadPart",
      kind: "fail",
      status: 403,
      code: "AccessDenied",
      after: 3,
      times: Infinity,
    });
    const first = client.newUploader(options).uploadFile({ bucket, key: "k" }, files.file("source.bin"));
    await expect(first).rejects.toThrow("AccessDenied");
    fault.release();
    world.emulator.faults.reset();
    expect((await readdir(files.path)).some((name) => name.endsWith(".ucp"))).toBe(true);
    const before = count("UploadPart");
    await client.newUploader(options).uploadFile({ bucket, key: "k" }, files.file("source.bin"));
    expect(count("UploadPart") - before).toBe(3);
    expect(content.equals(await stored("k"))).toBe(true);
    expect(await readdir(files.path)).toEqual(["source.bin"]);
    expect(count("AbortMultipartUpload")).toBe(0);
  });

  it("starts anew, with every part, when the upload is gone between two pages of its parts", async () => {
    const list = `<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>1</NextPartNumberMarker>
      <Part><PartNumber>1</PartNumber><ETag>"1"</ETag><Size>${partSize}</Size></Part></ListPartsResult>`;
    let begun = 0;
    await using server = await stubServer((response, _attempt, { method, url = "" }) => {
      const next = `<InitiateMultipartUploadResult><UploadId>u${begun}</UploadId></InitiateMultipartUploadResult>`;
      if (url.includes("uploads")) response.end(next, () => (begun += 1));
      else if (url.includes("part-number-marker")) refuse(response, 404, "NoSuchUpload");
      else if (method === "GET") response.end(list);
      else if (url.includes("u0")) refuse(response, 400, "InvalidArgument");
      else response.end();
    });
    await using resuming = stubClient(server);
    const uploader = resuming.newUploader({ partSize, checkpointDirectory: files.path });
    const upload = (): Promise<unknown> => uploader.uploadFile({ bucket, key: "k" }, files.file("source.bin"));
    await expect(upload()).rejects.toMatchObject({ uploadId: "u0" });
    await upload();
    const parts = server.requests.flatMap(({ path }) => /partNumber=(\d+)&uploadId=u1/.exec(path)?.[1] ?? []);
    expect(parts.toSorted()).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  it("can be stopped", async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const stopped = client
      .newUploader({ partSize, parallel: 1 })
      .uploadFile({ bucket, key: "k", onProgress }, files.file("source.bin"), { signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: "UploadError" });
    expect(count("UploadPart")).toBeLessThan(6);
    expect(count("AbortMultipartUpload")).toBe(1);
  });

  it("`sequential` is said at the beginning, and sends one part at a time", async () => {
    const begun = "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
    await using server = await stubServer((response, attempt) => response.end(attempt === 1 ? begun : ""));
    await using sequential = stubClient(server);
    await sequential
      .newUploader({ partSize, parallel: 5 })
      .uploadFrom({ bucket, key: "k" }, content, { query: { sequential: "" } });
    const said = server.requests.map(({ method, path }) => `${method} ${path.includes("sequential")}`);
    expect(said).toEqual(["POST true", ...said.slice(1, -1).map(() => "PUT false"), "POST false"]);
    const numbers = server.requests.map(({ path }) => Number(/partNumber=(\d+)/.exec(path)?.[1] ?? 0)).slice(1, -1);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("refuses parts the service would refuse", async () => {
    await expect(client.newUploader({ partSize: 10 }).uploadFrom({ bucket, key: "k" }, content)).rejects.toThrow(
      "invalid field, PartSize.",
    );
  });
});

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
    world.emulator.faults.add({
      service: "oss",
      operation: "GetObject",
      kind: "fail",
      status: 403,
      code: "AccessDenied",
      after: 2,
      times: Infinity,
    });
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

  it("finds corrupted bytes", async () => {
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "corruptBody" });
    await expect(
      client.newDownloader({ partSize }).downloadFile({ bucket, key: "k" }, files.file("t")),
    ).rejects.toThrow("crc is inconsistent");
    expect(await readdir(files.path)).toEqual(["source.bin"]);
  });
});

describe("7.5 copier", () => {
  it("copies small objects in one request and large ones in parts, with metadata and tags", async () => {
    await client.putObject({
      bucket,
      key: "s",
      body: content,
      metadata: { a: "1" },
      tagging: { t: "x" },
      contentType: "text/x",
    });
    const whole = await client.newCopier().copy({ bucket, key: "whole", sourceKey: "s" });
    expect(whole).not.toHaveProperty("uploadId");
    const steps: number[] = [];
    const onProgress = (_increment: number, transferred: number): unknown => steps.push(transferred);
    const parts = await client
      .newCopier({ partSize, multipartThreshold: partSize })
      .copy({ bucket, key: "parts", sourceKey: "s", onProgress });
    expect(parts.uploadId).toBeTruthy();
    expect(count("UploadPartCopy")).toBe(6);
    expect(steps.at(-1)).toBe(size);
    for (const key of ["whole", "parts"]) {
      expect(content.equals(await stored(key))).toBe(true);
      expect(await client.headObject({ bucket, key })).toMatchObject({
        metadata: { a: "1" },
        contentType: "text/x",
        taggingCount: 1,
      });
    }
  });

  it("aborts on failure", async () => {
    await client.putObject({ bucket, key: "s", body: content });
    world.emulator.faults.add({
      service: "oss",
      operation: "UploadPartCopy",
      kind: "fail",
      status: 403,
      code: "AccessDenied",
      times: Infinity,
    });
    const copying = client.newCopier({ partSize, multipartThreshold: 0 }).copy({ bucket, key: "t", sourceKey: "s" });
    await expect(copying).rejects.toMatchObject({ name: "UploadError" });
    expect(count("AbortMultipartUpload")).toBe(1);
  });
});
