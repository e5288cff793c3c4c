import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { bucket, setup, stubClient, stubServer, type Setup } from "./fixture.js";

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
