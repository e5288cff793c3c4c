import { createReadStream } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { findServiceError, type BodyInput } from "../src/index.js";
import { bucket, setup, temporaryDirectory, type Setup } from "./fixture.js";

let world: Setup;
let client: OssClient;

beforeAll(async () => {
  world = await setup();
  ({ client } = world);
});

afterAll(() => world[Symbol.asyncDispose]());

async function textOf(key: string): Promise<string> {
  return (await client.getObject({ bucket, key })).body.text();
}

describe("7.1 PutObject and GetObject", () => {
  const pieces = async function* (): AsyncIterable<Uint8Array | string> {
    yield "hi ";
    yield Buffer.from("oss");
  };

  const views = async function* (): AsyncIterable<ArrayBuffer | ArrayBufferView> {
    const { buffer } = Uint8Array.from(Buffer.from("hi oss"));
    yield buffer.slice(0, 2);
    yield new DataView(buffer, 2, 2);
    yield new Uint16Array(buffer, 4, 1);
  };

  it("takes the streams that Node's own modules make, and its own answers", async () => {
    await using files = await temporaryDirectory();
    await writeFile(files.file("body"), "from a file");
    const handle = await open(files.file("body"));
    const piped = createReadStream(files.file("body")).pipe(new PassThrough());
    for (const body of [createReadStream(files.file("body")), handle.createReadStream(), piped]) {
      await client.putObject({ bucket, key: "streamed", body });
      expect(await textOf("streamed")).toBe("from a file");
    }
    const { body } = await client.getObject({ bucket, key: "streamed" });
    await client.putObject({ bucket, key: "again", body, contentLength: 11 });
    expect(await textOf("again")).toBe("from a file");
  });

  it("refuses pieces of a body that are no bytes, rather than leaving them out", async () => {
    const numbers = (): Readable => Readable.from([1, 2]);
    const before = world.emulator.calls.count("oss", "PutObject");
    await expect(client.putObject({ bucket, key: "numbers", body: numbers() })).rejects.toThrow(
      "type not support, Body.",
    );
    await expect(client.newUploader().uploadFrom({ bucket, key: "numbers" }, numbers())).rejects.toThrow(
      "type not support, Body.",
    );
    expect(await client.isObjectExist({ bucket, key: "numbers" })).toBe(false);
    expect(world.emulator.calls.count("oss", "PutObject") - before).toBeLessThanOrEqual(1);
  });

  it.each<[string, () => BodyInput]>([
    ["string", () => "hi oss"],
    ["Buffer", () => Buffer.from("hi oss")],
    ["Uint8Array", () => new Uint8Array(Buffer.from("hi oss"))],
    ["ArrayBuffer", () => Uint8Array.from(Buffer.from("hi oss")).buffer],
    ["Blob", () => new Blob(["hi oss"], { type: "text/x" })],
    ["Node stream", () => Readable.from([Buffer.from("hi "), Buffer.from("oss")])],
    ["web stream", () => new Blob(["hi oss"]).stream()],
    ["async iterable", () => pieces()],
    ["factory", () => pieces],
    ["a stream of ArrayBuffers and views", () => views()],
    ["a replayable body", () => ({ length: 6, open: pieces })],
  ])("takes a body as %s", async (name, body) => {
    const put = await client.putObject({ bucket, key: `bodies/${name}`, body: body() });
    expect(put.status).toBe("200 OK");
    expect(put.hashCrc64).toMatch(/^\d+$/);
    expect(await textOf(`bodies/${name}`)).toBe("hi oss");
  });

  it("keeps headers, metadata and tags", async () => {
    const expires = new Date("2030-01-01T00:00:00Z");
    const tagging = { team: "a b", ü: "1+1" };
    const metadata = { Owner: " 李雷 ", plain: "x" };
    await client.putObject({
      bucket,
      key: "full.json",
      body: "{}",
      cacheControl: "no-cache",
      expires,
      metadata,
      tagging,
      storageClass: "IA",
      objectAcl: "public-read",
    });
    const head = await client.headObject({ bucket, key: "full.json" });
    expect(head).toMatchObject({
      statusCode: 200,
      contentLength: 2,
      contentType: "application/json",
      cacheControl: "no-cache",
      expires: "Tue, 01 Jan 2030 00:00:00 GMT",
      metadata: { owner: "李雷", plain: "x" },
      storageClass: "IA",
      objectType: "Normal",
      taggingCount: 2,
    });
    expect(head.lastModified).toBeInstanceOf(Date);
    expect((await client.getObjectTagging({ bucket, key: "full.json" })).tags).toEqual(tagging);
    expect((await client.getObjectAcl({ bucket, key: "full.json" })).acl).toBe("public-read");
  });

  it("derives the content type, unless told not to", async () => {
    const plain = world.newClient({ disableContentTypeDetection: true });
    await client.putObject({ bucket, key: "unknown.zzz", body: "" });
    await plain.putObject({ bucket, key: "typeless.html", body: "" });
    expect((await client.headObject({ bucket, key: "unknown.zzz" })).contentType).toBe("application/octet-stream");
    expect((await client.headObject({ bucket, key: "typeless.html" })).contentType).not.toBe("text/html");
  });

  it("reads ranges and overrides", async () => {
    await client.putObject({ bucket, key: "range.txt", body: "0123456789" });
    const part = await client.getObject({
      bucket,
      key: "range.txt",
      range: "bytes=2-4",
      responseContentType: "text/x-part",
    });
    expect(part).toMatchObject({
      statusCode: 206,
      contentRange: "bytes 2-4/10",
      contentLength: 3,
      contentType: "text/x-part",
    });
    expect(await part.body.text()).toBe("234");
    const refused = client.getObject({ bucket, key: "range.txt", range: "bytes=20-", rangeBehavior: "standard" });
    await expect(refused).rejects.toThrow("InvalidRange");
  });

  it("keeps to conditions", async () => {
    const { etag } = await client.putObject({ bucket, key: "conditional", body: "x" });
    await expect(client.getObject({ bucket, key: "conditional", ifMatch: '"other"' })).rejects.toThrow(
      "PreconditionFailed",
    );
    await expect(client.getObject({ bucket, key: "conditional", ifNoneMatch: etag })).rejects.toThrow(
      "Http Status Code: 304",
    );
    const ifUnmodifiedSince = new Date("2000-01-01T00:00:00Z");
    await expect(client.headObject({ bucket, key: "conditional", ifUnmodifiedSince })).rejects.toThrow("412");
  });

  it("streams with back-pressure kept and frees what is given up", async () => {
    await client.putObject({ bucket, key: "big", body: Buffer.alloc(8 * 1024 * 1024, 7) });
    const { body } = await client.getObject({ bucket, key: "big" });
    let bytes = 0;
    for await (const chunk of body) {
      bytes += Buffer.from(chunk).length;
      if (bytes > 1024 * 1024) break;
    }
    expect(body.destroyed).toBe(true);
    const whole = await (await client.getObject({ bucket, key: "big" })).body.bytes();
    expect(whole.length).toBe(8 * 1024 * 1024);
  });

  it("says how far an upload and a download have come", async () => {
    const steps: (number | undefined)[][] = [];
    const onProgress = (...step: (number | undefined)[]): unknown => steps.push(step);
    await client.putObject({ bucket, key: "progress", body: Buffer.alloc(600_000), onProgress });
    expect(steps.at(-1)).toEqual([600_000 - 2 * 262_144, 600_000, 600_000]);
    steps.length = 0;
    await (await client.getObject({ bucket, key: "progress", onProgress })).body.bytes();
    expect(steps.at(-1)?.slice(1)).toEqual([600_000, 600_000]);
  });

  it("refuses to overwrite when asked to", async () => {
    await client.putObject({ bucket, key: "once", body: "1", forbidOverwrite: true });
    await expect(client.putObject({ bucket, key: "once", body: "2", forbidOverwrite: true })).rejects.toThrow(
      "FileAlreadyExists",
    );
  });
});

describe("7.1 the other object operations", () => {
  it("HeadObject says why through x-oss-err", async () => {
    const error: unknown = await client.headObject({ bucket, key: "missing" }).catch((reason: unknown) => reason);
    expect(findServiceError(error)).toMatchObject({ statusCode: 404, code: "NoSuchKey" });
  });

  it("GetObjectMeta", async () => {
    await client.putObject({ bucket, key: "meta", body: "12345" });
    const meta = await client.getObjectMeta({ bucket, key: "meta" });
    expect(meta).toMatchObject({ contentLength: 5 });
    expect(meta.etag).toMatch(/^"[0-9A-F]{32}"$/);
  });

  it("DeleteObject succeeds for what is not there", async () => {
    await client.putObject({ bucket, key: "gone", body: "" });
    expect((await client.deleteObject({ bucket, key: "gone" })).statusCode).toBe(204);
    expect((await client.deleteObject({ bucket, key: "gone" })).statusCode).toBe(204);
    expect(await client.isObjectExist({ bucket, key: "gone" })).toBe(false);
  });

  it("DeleteMultipleObjects, loud and quiet, with any characters", async () => {
    const keys = ["del/a&<>'\".txt", "del/b c+%.txt", "del/夏.txt"];
    const objects = keys.map((key) => ({ key }));
    for (const key of keys) await client.putObject({ bucket, key, body: "" });
    const { deletedObjects } = await client.deleteMultipleObjects({ bucket, objects });
    expect(deletedObjects.map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect((await client.deleteMultipleObjects({ bucket, objects, quiet: true })).deletedObjects).toEqual([]);
    await expect(client.deleteMultipleObjects({ bucket, objects: [] })).rejects.toThrow(
      "missing required field, Objects.",
    );
  });

  it("CopyObject", async () => {
    await client.putObject({ bucket, key: "src/a b+夏.txt", body: "copy me", metadata: { a: "1" } });
    const copied = await client.copyObject({ bucket, key: "copy.txt", sourceKey: "src/a b+夏.txt" });
    expect(copied.etag).toMatch(/^"/);
    expect(copied.lastModified).toBeInstanceOf(Date);
    expect(await textOf("copy.txt")).toBe("copy me");
    await client.copyObject({
      bucket,
      key: "copy.txt",
      sourceKey: "src/a b+夏.txt",
      metadataDirective: "REPLACE",
      metadata: { b: "2" },
    });
    expect((await client.headObject({ bucket, key: "copy.txt" })).metadata).toEqual({ b: "2" });
  });

  it("AppendObject, with the CRC of all of it", async () => {
    const first = await client.appendObject({ bucket, key: "log", position: 0, body: "one,", initialHashCrc64: "0" });
    expect(first.nextPosition).toBe(4);
    const second = await client.appendObject({
      bucket,
      key: "log",
      position: first.nextPosition,
      body: "two",
      initialHashCrc64: first.hashCrc64,
    });
    expect(second.nextPosition).toBe(7);
    expect(await textOf("log")).toBe("one,two");
    // An empty text is one that is not set.
    await client.appendObject({ bucket, key: "log", position: 7, body: "three", initialHashCrc64: "" });
    await expect(client.appendObject({ bucket, key: "log", position: 1, body: "x" })).rejects.toThrow(
      "PositionNotEqualToLength",
    );
  });

  it("ACL, tagging, symlinks, restore", async () => {
    await client.putObject({ bucket, key: "settings", body: "x", storageClass: "Archive" });
    await client.putObjectAcl({ bucket, key: "settings", acl: "private" });
    expect((await client.getObjectAcl({ bucket, key: "settings" })).acl).toBe("private");
    await client.putObjectTagging({ bucket, key: "settings", tags: { one: "1" } });
    expect((await client.getObjectTagging({ bucket, key: "settings" })).tags).toEqual({ one: "1" });
    await client.deleteObjectTagging({ bucket, key: "settings" });
    expect((await client.getObjectTagging({ bucket, key: "settings" })).tags).toEqual({});
    await client.putSymlink({ bucket, key: "link", target: "bodies/夏 string" });
    expect((await client.getSymlink({ bucket, key: "link" })).target).toBe("bodies/夏 string");
    expect((await client.restoreObject({ bucket, key: "settings", days: 2 })).statusCode).toBe(202);
  });
});

describe("7.2 listing and buckets", () => {
  it("lists with prefixes, pages and markers", async () => {
    for (const key of ["l/a/1", "l/a/2", "l/b c/3", "l/夏"]) await client.putObject({ bucket, key, body: "x" });
    const page = await client.listObjectsV2({ bucket, prefix: "l/", delimiter: "/" });
    expect(page.commonPrefixes).toEqual(["l/a/", "l/b c/"]);
    expect(page.contents).toMatchObject([{ key: "l/夏", size: 1, storageClass: "Standard" }]);
    expect(page).toMatchObject({ isTruncated: false, prefix: "l/", delimiter: "/", name: bucket });

    const keys: string[] = [];
    const pages = client.listObjectsV2Pages({ bucket, prefix: "l/" }, { limit: 1 });
    for await (const { contents } of pages) keys.push(...contents.map(({ key }) => key));
    expect(keys).toEqual(["l/a/1", "l/a/2", "l/b c/3", "l/夏"]);
    await expect(pages.nextPage()).rejects.toThrow("no more pages available");
    const beside = client.listObjectsV2Pages({ bucket, prefix: "l/" }, { limit: 2 });
    const both = await Promise.all([beside.nextPage(), beside.nextPage()]);
    expect(both.flatMap(({ contents }) => contents.map(({ key }) => key))).toEqual(keys);

    const old: string[] = [];
    for await (const { contents } of client.listObjectsPages({ bucket, prefix: "l/", maxKeys: 3 }))
      old.push(...contents.map(({ key }) => key));
    expect(old).toEqual(keys);
  });

  it("makes, reads, lists and deletes buckets", async () => {
    await client.putBucket({ bucket: "second-bucket", acl: "public-read", storageClass: "IA" });
    expect(await client.isBucketExist({ bucket: "second-bucket" })).toBe(true);
    expect((await client.getBucketAcl({ bucket: "second-bucket" })).acl).toBe("public-read");
    expect((await client.getBucketInfo({ bucket: "second-bucket" })).bucketInfo).toMatchObject({
      name: "second-bucket",
      storageClass: "IA",
    });
    expect((await client.getBucketLocation({ bucket: "second-bucket" })).location).toBe("oss-cn-hangzhou");
    await client.putObject({ bucket: "second-bucket", key: "a", body: "12" });
    expect(await client.getBucketStat({ bucket: "second-bucket" })).toMatchObject({ objectCount: 1n, storage: 2n });
    const names: string[] = [];
    for await (const { buckets } of client.listBucketsPages({}, { limit: 1 }))
      names.push(...buckets.map(({ name }) => name));
    expect(names).toEqual([bucket, "second-bucket"]);
    await expect(client.deleteBucket({ bucket: "second-bucket" })).rejects.toThrow("BucketNotEmpty");
    await client.deleteObject({ bucket: "second-bucket", key: "a" });
    expect((await client.deleteBucket({ bucket: "second-bucket" })).statusCode).toBe(204);
    expect(await client.isBucketExist({ bucket: "second-bucket" })).toBe(false);
    await expect(client.isObjectExist({ bucket: "second-bucket", key: "a" })).rejects.toThrow("NoSuchBucket");
  });

  it("invokes what has no method of its own", async () => {
    const result = await client.invoke({ operation: "GetBucketAcl", method: "GET", bucket, query: { acl: "" } });
    expect(Buffer.from(await bytesOf(result.body)).toString()).toContain("<AccessControlPolicy>");
  });
});

async function bytesOf(body: Uint8Array | { bytes(): Promise<Uint8Array> }): Promise<Uint8Array> {
  return body instanceof Uint8Array ? body : body.bytes();
}

describe("7.3 multipart", () => {
  const size = 100 * 1024;

  it("goes through all seven", async () => {
    const key = "parts/夏.bin";
    const { uploadId } = await client.initiateMultipartUpload({ bucket, key, metadata: { a: "1" } });
    const first = await client.uploadPart({ bucket, key, uploadId, partNumber: 1, body: Buffer.alloc(size, 1) });
    await client.putObject({ bucket, key: "part-source", body: Buffer.alloc(size, 2) });
    const second = await client.uploadPartCopy({
      bucket,
      key,
      uploadId,
      partNumber: 2,
      sourceKey: "part-source",
      copySourceRange: `bytes=0-${String(size - 1)}`,
    });
    const uploads = await client.listMultipartUploads({ bucket, prefix: "parts/" });
    expect(uploads.uploads).toMatchObject([{ key, uploadId }]);
    const listed = [];
    for await (const { parts } of client.listPartsPages({ bucket, key, uploadId }, { limit: 1 })) listed.push(...parts);
    expect(listed).toMatchObject([
      { partNumber: 1, size },
      { partNumber: 2, size },
    ]);
    const parts = [
      { partNumber: 2, etag: second.etag ?? "" },
      { partNumber: 1, etag: first.etag ?? "" },
    ];
    const completed = await client.completeMultipartUpload({ bucket, key, uploadId, parts });
    expect(completed).toMatchObject({ bucket, key });
    expect((await client.headObject({ bucket, key })).contentLength).toBe(2 * size);
  });

  it("lists uploads under way by pages, folded at a delimiter", async () => {
    const keys = ["up/a/1", "up/a/2", "up/b", "up/b", "up/c/1", "up/d"];
    for (const key of keys) await client.initiateMultipartUpload({ bucket, key });
    for (const limit of [1, 2, 3, 100]) {
      const listed: string[] = [];
      const pages = client.listMultipartUploadsPages({ bucket, prefix: "up/", delimiter: "/" }, { limit });
      for await (const page of pages) listed.push(...page.commonPrefixes, ...page.uploads.map(({ key }) => key));
      expect(listed.toSorted(), String(limit)).toEqual(["up/a/", "up/b", "up/b", "up/c/", "up/d"]);
    }
  });

  it("completes all there are, and aborts", async () => {
    const { uploadId } = await client.initiateMultipartUpload({ bucket, key: "all" });
    await client.uploadPart({ bucket, key: "all", uploadId, partNumber: 1, body: "last" });
    const parts = [{ partNumber: 7, etag: "not looked at" }];
    await client.completeMultipartUpload({ bucket, key: "all", uploadId, parts, completeAll: "yes" });
    expect(await textOf("all")).toBe("last");
    const aborted = await client.initiateMultipartUpload({ bucket, key: "never" });
    expect((await client.abortMultipartUpload({ bucket, key: "never", uploadId: aborted.uploadId })).statusCode).toBe(
      204,
    );
    await expect(client.listParts({ bucket, key: "never", uploadId: aborted.uploadId })).rejects.toThrow(
      "NoSuchUpload",
    );
  });

  it.each([
    [0, "missing required field, PartNumber."],
    [10_001, "invalid field, PartNumber."],
    [-1, "invalid field, PartNumber."],
  ])("part number %d", async (partNumber, message) => {
    await expect(client.uploadPart({ bucket, key: "k", uploadId: "u", partNumber })).rejects.toThrow(message);
  });
});
