import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { bucket, denied, setup, stubClient, stubServer, type Setup } from "./fixture.js";

const partSize = 100 * 1024;
const size = 5 * partSize + 321;
const content = Buffer.from(Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0xff));

let world: Setup;
let client: OssClient;

beforeEach(async () => {
  world = await setup();
  ({ client } = world);
});

afterEach(() => world[Symbol.asyncDispose]());

const count = (operation: string): number => world.emulator.calls.count("oss", operation);

async function stored(key: string): Promise<Buffer> {
  return (await client.getObject({ bucket, key })).body.bytes();
}

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
    const whole = await client.newCopier().copy({ bucket, key: "whole", sourceBucket: "", sourceKey: "s" });
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

  it.each([
    [200 * 1024 * 1024, undefined, ["PUT"]],
    [200 * 1024 * 1024 + 1, undefined, ["POST", "PUT", "PUT", "PUT", "PUT", "POST"]],
    [5, 4, ["POST", "PUT", "POST"]],
    [4, 4, ["PUT"]],
  ])("%d bytes with a threshold of %s", async (contentLength, multipartThreshold, methods) => {
    await using server = await stubServer((response, _attempt, { method, url = "" }) => {
      if (method === "HEAD") response.setHeader("content-length", String(contentLength)).end();
      else if (url.includes("partNumber")) response.end("<CopyPartResult><ETag>e</ETag></CopyPartResult>");
      else if (method === "PUT") response.end("<CopyObjectResult><ETag>e</ETag></CopyObjectResult>");
      else if (url.includes("uploads")) {
        response.end("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
      } else response.end();
    });
    await using copying = stubClient(server);
    await copying.newCopier({ multipartThreshold }).copy({ bucket, key: "t", sourceKey: "s" });
    expect(server.requests.map(({ method }) => method)).toEqual(["HEAD", ...methods]);
  });

  it("refuses parts the service would refuse before it begins an upload", async () => {
    await client.putObject({ bucket, key: "s", body: content });
    const copying = client
      .newCopier({ partSize: 10, multipartThreshold: 0 })
      .copy({ bucket, key: "t", sourceKey: "s" });
    await expect(copying).rejects.toThrow("invalid field, PartSize.");
    expect(count("InitiateMultipartUpload")).toBe(0);
  });

  it("ends where the source changes meanwhile", async () => {
    await client.putObject({ bucket, key: "s", body: content });
    const copier = client.newCopier({ partSize, multipartThreshold: 0, parallel: 1 });
    const held = world.emulator.faults.add({ service: "oss", operation: "UploadPartCopy", kind: "hang", after: 1 });
    const copying = copier.copy({ bucket, key: "t", sourceKey: "s" });
    await held.arrived;
    await client.putObject({ bucket, key: "s", body: content.toReversed() });
    held.release();
    await expect(copying).rejects.toThrow("PreconditionFailed");
    expect(await client.isObjectExist({ bucket, key: "t" })).toBe(false);
  });

  it("is an error where the copy's CRC is not the source's", async () => {
    await using server = await stubServer((response, _attempt, { method, url = "" }) => {
      response.setHeader("x-oss-hash-crc64ecma", method === "HEAD" ? "1" : "2");
      if (method === "HEAD") response.setHeader("content-length", "5").end();
      else if (url.includes("partNumber")) response.end("<CopyPartResult><ETag>e</ETag></CopyPartResult>");
      else if (url.includes("uploads")) {
        response.end("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
      } else response.end();
    });
    await using copying = stubClient(server);
    const copy = copying.newCopier({ multipartThreshold: 0 }).copy({ bucket, key: "t", sourceKey: "s" });
    await expect(copy).rejects.toThrow("crc is inconsistent, client 1, server 2");
  });

  it("grows its parts where there would be 10,000", async () => {
    const contentLength = 10_000 * partSize;
    await using server = await stubServer((response, _attempt, { method, url = "" }) => {
      if (method === "HEAD") response.setHeader("content-length", String(contentLength)).end();
      else if (url.includes("partNumber")) response.end("<CopyPartResult><ETag>e</ETag></CopyPartResult>");
      else if (url.includes("uploads")) {
        response.end("<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
      } else response.end();
    });
    await using copying = stubClient(server);
    await copying.newCopier({ partSize, parallel: 20 }).copy({ bucket, key: "t", sourceKey: "s" });
    const ranges = server.requests.flatMap(({ headers }) => headers["x-oss-copy-source-range"] ?? []);
    expect(ranges).toHaveLength(5_000);
    expect(ranges).toContain(`bytes=${contentLength - 2 * partSize}-${contentLength - 1}`);
  });

  it("aborts on failure", async () => {
    await client.putObject({ bucket, key: "s", body: content });
    world.emulator.faults.add({ ...denied, operation: "UploadPartCopy", times: Infinity });
    const copying = client.newCopier({ partSize, multipartThreshold: 0 }).copy({ bucket, key: "t", sourceKey: "s" });
    await expect(copying).rejects.toMatchObject({ name: "UploadError" });
    expect(count("AbortMultipartUpload")).toBe(1);
  });
});
