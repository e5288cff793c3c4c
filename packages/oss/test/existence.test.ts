import { afterEach, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { refuse, stubClient, stubServer, type StubHandler } from "./fixture.js";

const bucket = "my-bucket";
const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

async function against(handler: StubHandler): Promise<{ client: OssClient; paths: () => string[] }> {
  const server = await stubServer(handler);
  const client = stubClient(server, { retryMaxAttempts: 1 });
  open.push(server, client);
  return { client, paths: () => server.requests.map(({ method, path }) => `${method} ${path}`) };
}

const document = (code: string): string => Buffer.from(`<Error><Code>${code}</Code></Error>`).toString("base64");

describe("7.5 isObjectExist", () => {
  it("asks GetObjectMeta", async () => {
    const { client, paths } = await against((response) => response.end());
    expect(await client.isObjectExist({ bucket, key: "k" })).toBe(true);
    expect(paths()).toEqual(["HEAD /my-bucket/k?objectMeta"]);
  });

  it.each<[string, StubHandler]>([
    ["NoSuchKey", (response) => response.writeHead(404, { "x-oss-err": document("NoSuchKey") }).end()],
    ["404 that says nothing", (response) => response.writeHead(404).end()],
  ])("is false for %s", async (_name, handler) => {
    expect(await (await against(handler)).client.isObjectExist({ bucket, key: "k" })).toBe(false);
  });

  it.each<[string, StubHandler]>([
    ["NoSuchBucket", (response) => response.writeHead(404, { "x-oss-err": document("NoSuchBucket") }).end()],
    ["403 that says nothing", (response) => response.writeHead(403).end()],
    ["a broken connection", (response) => response.destroy()],
  ])("rejects for %s", async (_name, handler) => {
    const { client } = await against(handler);
    await expect(client.isObjectExist({ bucket, key: "k" })).rejects.toMatchObject({ operation: "GetObjectMeta" });
  });
});

describe("7.5 isBucketExist", () => {
  const acl =
    "<AccessControlPolicy><AccessControlList><Grant>private</Grant></AccessControlList></AccessControlPolicy>";

  it.each<[string, StubHandler, boolean]>([
    ["an answer", (response) => response.end(acl), true],
    ["AccessDenied", (response) => refuse(response, 403, "AccessDenied"), true],
    ["any other refusal", (response) => refuse(response, 500, "InternalError"), true],
    ["NoSuchBucket", (response) => refuse(response, 404, "NoSuchBucket"), false],
  ])("%s", async (_name, handler, expected) => {
    const { client, paths } = await against(handler);
    expect(await client.isBucketExist({ bucket })).toBe(expected);
    expect(paths()).toEqual(["GET /my-bucket/?acl"]);
  });

  it("rejects when the service cannot be asked", async () => {
    const { client } = await against((response) => response.destroy());
    await expect(client.isBucketExist({ bucket })).rejects.toMatchObject({ operation: "GetBucketAcl" });
  });
});
