import { readFile, readdir, writeFile, stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { beforeEach, describe, expect, it } from "vitest";
import { crc64, type OssClient } from "../src/index.js";
import { bucket, denied, refuse, stubClient, stubServer } from "./fixture.js";
import { rejection } from "./socket-fixture.js";
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
    const steps: (number | undefined)[][] = [];
    const onProgress = (...step: (number | undefined)[]): unknown => steps.push(step);
    await client.getObjectToFile({ bucket, key: "k", onProgress }, files.file("t"));
    expect(steps.at(-1)?.slice(1)).toEqual([size, size]);
    expect(steps.reduce((sum, [increment = 0]) => sum + increment, 0)).toBe(size);
    expect(content.equals(await readFile(files.file("t")))).toBe(true);
    expect(count("GetObject")).toBe(3);
    await client.getObjectToFile({ bucket, key: "k", range: "bytes=-10" }, files.file("t"));
    expect(content.subarray(-10).equals(await readFile(files.file("t")))).toBe(true);
  });

  it("goes on as often as the call allows attempts, and waits before", async () => {
    await client.putObject({ bucket, key: "k", body: content });
    const { waits } = world.host;
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "truncateBody" });
    await client.getObjectToFile({ bucket, key: "k" }, files.file("t"));
    expect(waits).toEqual([400]);
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "truncateBody" });
    const once = client.getObjectToFile({ bucket, key: "k" }, files.file("u"), { retryMaxAttempts: 1 });
    await expect(once).rejects.toThrow();
    expect(count("GetObject")).toBe(3);
    expect(await readdir(files.path)).toEqual(["source.bin", "t"]);
  });

  it("can be stopped, and leaves nothing", async () => {
    await client.putObject({ bucket, key: "k", body: content });
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error("enough"));
    const input = { bucket, key: "k", onProgress };
    const stopped = client.getObjectToFile(input, files.file("t"), { signal: controller.signal });
    await expect(stopped).rejects.toMatchObject({ name: "CanceledError", message: "canceled, enough" });
    expect(await readdir(files.path)).toEqual(["source.bin"]);
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

  it("a directory that is not there is found before a request", async () => {
    const object = { bucket, key: "k" };
    const nowhere = files.file("no/such/file");
    const checkpointDirectory = files.file("no");
    for (const [field, call] of [
      ["filePath", () => client.getObjectToFile(object, nowhere)],
      ["filePath", () => client.newDownloader().downloadFile(object, nowhere)],
      ["CheckpointDir", () => client.newDownloader({ checkpointDirectory }).downloadFile(object, files.file("t"))],
      ["CheckpointDir", () => client.newUploader({ checkpointDirectory }).uploadFile(object, files.file("source.bin"))],
    ] as const) {
      await expect(call()).rejects.toMatchObject({ name: "InvalidParameterError", field });
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
    for (const length of [1.5, -1, NaN]) await expect(reader.read(length)).rejects.toThrow("invalid field, Length.");
    const [, first, second] = await Promise.all([reader.seek(0), reader.read(70_000), reader.read(70_000)]);
    expect(content.subarray(0, 140_000).equals(Buffer.concat([first, second]))).toBe(true);
    await reader.seek(0);
    const pieces: Uint8Array[] = [];
    for await (const piece of reader) pieces.push(piece);
    expect(content.equals(Buffer.concat(pieces))).toBe(true);
    await client.putObject({ bucket, key: "k", body: "changed" });
    await reader.seek(1);
    await expect(reader.read(1)).rejects.toThrow("Source file is changed");
  });

  it("goes on after a read that failed, and ends what it fetched ahead when it is closed", async () => {
    await client.putObject({ bucket, key: "k", body: content });
    await using reader = await client.openFile({ bucket, key: "k" }, { prefetchThreshold: 0, chunkSize: partSize });
    const fault = world.emulator.faults.add({ ...denied, operation: "GetObject", times: Infinity });
    await expect(reader.read(10)).rejects.toThrow("AccessDenied");
    await expect(reader.read(10)).rejects.toThrow("AccessDenied");
    fault.release();
    world.emulator.faults.reset();
    expect(content.subarray(0, 10).equals(await reader.read(10))).toBe(true);
    expect(reader.position).toBe(10);
  });

  it("bounds reopening by the attempts of the call", async () => {
    await client.putObject({ bucket, key: "k", body: content });
    const truncated = { service: "oss", operation: "GetObject", kind: "truncateBody", bytes: 0 } as const;
    world.emulator.faults.add({ ...truncated, times: Infinity });
    await expect(
      client.openFile({ bucket, key: "k" }, { retryMaxAttempts: 5 }).then((file) => file.read(1)),
    ).rejects.toThrow();
    expect(count("GetObject")).toBe(5);
  });

  it("can be stopped while it waits for another attempt", async () => {
    await client.putObject({ bucket, key: "k", body: content });
    const controller = new AbortController();
    const { signal } = controller;
    const delay = (): number => {
      controller.abort(new Error("enough"));
      return 0;
    };
    const retryer = { maxAttempts: 3, isRetryable: () => true, delay };
    const reader = await client.openFile({ bucket, key: "k" }, { signal, retryer });
    world.emulator.faults.add({ service: "oss", operation: "GetObject", kind: "truncateBody" });
    await expect(reader.read(size)).rejects.toMatchObject({ name: "CanceledError", message: "canceled, enough" });
  });

  it("says where the service answers with another stretch than was asked for", async () => {
    await using server = await stubServer((response, _attempt, { method }) => {
      if (method === "HEAD") response.setHeader("content-length", "100").end();
      else response.writeHead(206, { "content-range": "bytes 7-99/100" }).end(Buffer.alloc(93));
    });
    await using odd = stubClient(server);
    const file = await odd.openFile({ bucket, key: "k" });
    await expect(file.read(1)).rejects.toThrow("Range get fail, expect offset:0, got offset:7");
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
    await expect(client.appendFile({ bucket: "no-such-bucket", key: "log" })).rejects.toThrow("NoSuchBucket");
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

  it.each(["InitiateMultipartUpload", "UploadPart"])("gives the source up when %s fails", async (operation) => {
    world.emulator.faults.add({ ...denied, operation, times: Infinity });
    const source = createReadStream(files.file("source.bin"), { highWaterMark: partSize });
    const upload = client.newUploader({ partSize, parallel: 1 }).uploadFrom({ bucket, key: "k" }, source);
    await expect(upload).rejects.toThrow("AccessDenied");
    expect(source.destroyed).toBe(true);
  });

  it("aborts on failure, unless told to leave the parts", async () => {
    world.emulator.faults.add({ ...denied, operation: "UploadPart", after: 2, times: Infinity });
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
    const fault = world.emulator.faults.add({ ...denied, operation: "UploadPart", after: 3, times: Infinity });
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

  it.each([{}, { uploadId: 5 }, { uploadId: "" }, { uploadId: "of somebody else" }, []])(
    "starts anew where the checkpoint says %j",
    async (state) => {
      const options = { partSize, checkpointDirectory: files.path };
      world.emulator.faults.add({ ...denied, operation: "UploadPart" });
      const upload = (): Promise<unknown> =>
        client.newUploader(options).uploadFile({ bucket, key: "k" }, files.file("source.bin"));
      await expect(upload()).rejects.toThrow("AccessDenied");
      const checkpoint = files.file((await readdir(files.path)).find((name) => name.endsWith(".ucp")) ?? "");
      const saved = await readFile(checkpoint, "utf8");
      await writeFile(checkpoint, saved.replace(/"state":.*$/, `"state":${JSON.stringify(state)}}`));
      await upload();
      expect(count("InitiateMultipartUpload")).toBe(2);
      expect(content.equals(await stored("k"))).toBe(true);
    },
  );

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

  it("begins with what makes the object, and completes with the callback", async () => {
    const begun = "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
    await using server = await stubServer((response, attempt) => response.end(attempt === 1 ? begun : "{}"));
    await using calling = stubClient(server);
    const input = { bucket, key: "k.txt", callback: "e30=", callbackVar: "e30=", metadata: { a: "1" } };
    const result = await calling.newUploader({ partSize }).uploadFrom(input, content.subarray(0, partSize));
    expect(result.callbackResult).toEqual({});
    const [initiate, part, complete] = server.requests.map(({ headers }) => headers);
    expect(initiate).toMatchObject({ "x-oss-meta-a": "1", "content-type": "text/plain" });
    expect([initiate, part].map((headers) => headers?.["x-oss-callback"])).toEqual([undefined, undefined]);
    expect(complete).toMatchObject({ "x-oss-callback": "e30=", "x-oss-callback-var": "e30=" });
  });

  it("starts anew when the file has changed since the checkpoint", async () => {
    const options = { partSize, parallel: 1, checkpointDirectory: files.path };
    world.emulator.faults.add({ ...denied, operation: "UploadPart", after: 3 });
    const upload = (): Promise<unknown> =>
      client.newUploader(options).uploadFile({ bucket, key: "k" }, files.file("source.bin"));
    await expect(upload()).rejects.toThrow("AccessDenied");
    await writeFile(files.file("source.bin"), content.subarray(1));
    const before = count("UploadPart");
    await upload();
    expect(count("UploadPart") - before).toBe(6);
    expect(content.subarray(1).equals(await stored("k"))).toBe(true);
  });

  it("takes only the run of whole parts from the first one on", async () => {
    const listed = [
      [1, partSize],
      [2, partSize - 1],
      [3, partSize],
    ].map(([number, bytes]) => `<Part><PartNumber>${number}</PartNumber><ETag>"l"</ETag><Size>${bytes}</Size></Part>`);
    let isDenied = true;
    await using server = await stubServer((response, _attempt, { method, url = "" }) => {
      const begun = "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
      if (url.includes("uploads")) response.end(begun);
      else if (method === "GET") response.end(`<ListPartsResult>${listed.join("")}</ListPartsResult>`);
      else if (isDenied) refuse(response, 403, "AccessDenied");
      else response.end();
    });
    await using resuming = stubClient(server);
    const uploader = resuming.newUploader({ partSize, parallel: 1, checkpointDirectory: files.path });
    await expect(uploader.uploadFile({ bucket, key: "k" }, files.file("source.bin"))).rejects.toThrow("AccessDenied");
    isDenied = false;
    const before = server.requests.length;
    await uploader.uploadFile({ bucket, key: "k" }, files.file("source.bin"));
    const parts = server.requests.slice(before).flatMap(({ path }) => /partNumber=(\d+)/.exec(path)?.[1] ?? []);
    expect(parts.toSorted()).toEqual(["2", "3", "4", "5", "6"]);
  });

  it.each([
    ["agrees where every part has one", "fits", undefined],
    ["is left out where a part has none", "unknown", undefined],
    ["is an error where it does not fit", "wrong", "crc is inconsistent"],
  ])("the CRC of the whole %s", async (_name, kind, message) => {
    const whole = kind === "wrong" ? "1" : crc64(content).toString();
    await using server = await stubServer((response, _attempt, { url = "" }) => {
      if (url.includes("uploads")) {
        response.end("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
      } else if (url.includes("partNumber")) response.end();
      else response.setHeader("x-oss-hash-crc64ecma", kind === "unknown" ? "1" : whole).end();
    });
    await using checking = stubClient(server, { disableUploadCrc64Check: kind === "unknown" });
    const upload = checking.newUploader({ partSize }).uploadFrom({ bucket, key: "k" }, content);
    if (message === undefined) expect((await upload).uploadId).toBe("u");
    else await expect(upload).rejects.toThrow(message);
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

  it.each([0, 2.5 * partSize])("can be stopped while its source says nothing more after %d bytes", async (bytes) => {
    const controller = new AbortController();
    async function* deaf(): AsyncIterable<Uint8Array> {
      yield Buffer.alloc(bytes);
      controller.abort(new Error("enough"));
      await new Promise(() => undefined);
    }
    const uploader = client.newUploader({ partSize, parallel: 3 });
    const upload = uploader.uploadFrom({ bucket, key: "k" }, deaf(), { signal: controller.signal });
    await expect(upload).rejects.toThrow(/^upload failed, upload id: .*canceled, enough$/);
    expect((await client.listMultipartUploads({ bucket })).uploads).toEqual([]);
    const silent = new Readable({ read: () => undefined });
    await rejection(uploader.uploadFrom({ bucket, key: "k" }, silent, { signal: controller.signal }));
    expect(silent.destroyed).toBe(true);
  });

  it("fails with its part while its source says nothing more", async () => {
    world.emulator.faults.add({ ...denied, operation: "UploadPart" });
    async function* stalling(): AsyncIterable<Uint8Array> {
      yield Buffer.alloc(1.5 * partSize);
      await new Promise(() => undefined);
    }
    const upload = client.newUploader({ partSize }).uploadFrom({ bucket, key: "k" }, stalling());
    await expect(upload).rejects.toThrow("AccessDenied");
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
