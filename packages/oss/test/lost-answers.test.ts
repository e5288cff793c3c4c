import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { crc64, findServiceError, type OssClient } from "../src/index.js";
import { bucket, setup, stubClient, stubServer, refuse, type Setup } from "./fixture.js";
import { stub } from "./socket-fixture.js";

let world: Setup;
let client: OssClient;
const target = { bucket, key: "key.txt" };

beforeEach(async () => {
  world = await setup();
  ({ client } = world);
});

afterEach(() => world[Symbol.asyncDispose]());

/** The next request of that name is carried out, and its answer is lost. */
const loseAnswer = (operation: string): unknown =>
  world.emulator.faults.add({ service: "oss", operation, kind: "dropConnection", when: "answer" });

/** The next request of that name is lost before it is carried out. */
const loseRequest = (operation: string): unknown =>
  world.emulator.faults.add({ service: "oss", operation, kind: "dropConnection" });

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => findServiceError(error)?.code,
  );

const textOf = async (key = target.key): Promise<string> => (await client.getObject({ bucket, key })).body.text();

describe("5.8 an append", () => {
  it.each([
    ["known", { initialHashCrc64: "0" }],
    ["unknown", {}],
  ])("that was carried out succeeds, the CRC of what was there %s", async (_name, crc) => {
    loseAnswer("AppendObject");
    const first = await client.appendObject({ ...target, position: 0, body: "one,", ...crc });
    expect(first.nextPosition).toBe(4);
    loseAnswer("AppendObject");
    const initialHashCrc64 = "initialHashCrc64" in crc ? first.hashCrc64 : undefined;
    const second = await client.appendObject({ ...target, position: 4, body: "two", initialHashCrc64 });
    expect(second.nextPosition).toBe(7);
    expect(await textOf()).toBe("one,two");
  });

  it("that may make the object but not overwrite one succeeds, too", async () => {
    loseAnswer("AppendObject");
    const body = (): Readable => Readable.from(["one"]);
    expect((await client.appendObject({ ...target, position: 0, body, forbidOverwrite: true })).nextPosition).toBe(3);
  });

  it("of which the caller told another CRC of what was there fails, at the beginning, too", async () => {
    const wrong = client.appendObject({ ...target, position: 0, body: "x", initialHashCrc64: "5" });
    expect(await codeOf(wrong)).toBe("PositionNotEqualToLength");
  });

  it("that somebody else's has overtaken fails", async () => {
    await client.appendObject({ ...target, position: 0, body: "theirs" });
    loseRequest("AppendObject");
    const late = client.appendObject({ ...target, position: 0, body: "mine!!", initialHashCrc64: "0" });
    expect(await codeOf(late)).toBe("PositionNotEqualToLength");
  });

  it("is recognised though the refusal came before its body was read", async () => {
    const body = Buffer.alloc(3 * 1024 * 1024, 7);
    loseAnswer("AppendObject");
    const refused = { status: 409, code: "PositionNotEqualToLength", after: 1 };
    world.emulator.faults.add({ service: "oss", operation: "AppendObject", kind: "earlyAnswer", ...refused });
    const result = await client.appendObject({ ...target, position: 0, body, initialHashCrc64: "0" });
    expect(result).toMatchObject({ nextPosition: body.length, hashCrc64: crc64(body).toString() });
  });
});

describe("5.8 a creation that may not overwrite", () => {
  it.each([false, true])("succeeds when it was carried out, also with CRC checks off: %s", async (disabled) => {
    const putter = world.newClient({ disableUploadCrc64Check: disabled });
    loseAnswer("PutObject");
    expect((await putter.putObject({ ...target, body: "mine", forbidOverwrite: true })).statusCode).toBe(200);
    expect(await textOf()).toBe("mine");
  });

  it("fails when the object is somebody else's", async () => {
    await client.putObject({ ...target, body: "theirs" });
    loseRequest("PutObject");
    expect(await codeOf(client.putObject({ ...target, body: "mine", forbidOverwrite: true }))).toBe(
      "FileAlreadyExists",
    );
  });

  it("fails at once, unasked, when nothing was repeated", async () => {
    await client.putObject({ ...target, body: "mine" });
    expect(await codeOf(client.putObject({ ...target, body: "mine", forbidOverwrite: true }))).toBe(
      "FileAlreadyExists",
    );
    expect(world.emulator.calls.count("oss", "HeadObject")).toBe(0);
  });

  it("copies: its own succeeds, somebody else's does not", async () => {
    await client.putObject({ bucket, key: "source", body: "source" });
    const copy = { ...target, sourceKey: "source", forbidOverwrite: true };
    loseAnswer("CopyObject");
    expect(await client.copyObject(copy)).toMatchObject({ etag: expect.any(String), lastModified: expect.any(Date) });
    await client.putObject({ ...target, body: "theirs" });
    loseRequest("CopyObject");
    expect(await codeOf(client.copyObject(copy))).toBe("FileAlreadyExists");
  });

  it("links: its own succeeds, somebody else's does not", async () => {
    const link = { bucket, key: "link", target: "夏 1", forbidOverwrite: true };
    loseAnswer("PutSymlink");
    expect((await client.putSymlink(link)).statusCode).toBe(200);
    loseRequest("PutSymlink");
    expect(await codeOf(client.putSymlink({ ...link, target: "other" }))).toBe("FileAlreadyExists");
  });
});

describe("5.8 a completion", () => {
  async function uploaded(): Promise<{ uploadId: string; parts: { partNumber: number; etag: string }[] }> {
    const { uploadId } = await client.initiateMultipartUpload(target);
    const { etag = "" } = await client.uploadPart({ ...target, uploadId, partNumber: 1, body: "part" });
    return { uploadId, parts: [{ partNumber: 1, etag }] };
  }

  it("that was carried out succeeds", async () => {
    loseAnswer("CompleteMultipartUpload");
    const completed = await client.completeMultipartUpload({ ...target, ...(await uploaded()) });
    expect(completed).toMatchObject({ ...target, etag: expect.stringMatching(/-1"$/), hashCrc64: expect.any(String) });
    expect(await textOf()).toBe("part");
  });

  it("that may not overwrite and finds its own object succeeds when the upload is over, fails while it is there", async () => {
    const refused = { service: "oss", operation: "CompleteMultipartUpload", status: 409, code: "FileAlreadyExists" };
    loseAnswer("CompleteMultipartUpload");
    world.emulator.faults.add({ ...refused, kind: "fail", after: 1 });
    await client.completeMultipartUpload({ ...target, ...(await uploaded()), forbidOverwrite: true });
    const second = await uploaded();
    loseRequest("CompleteMultipartUpload");
    world.emulator.faults.add({ ...refused, kind: "fail", after: 1 });
    const completing = client.completeMultipartUpload({ ...target, ...second, forbidOverwrite: true });
    expect(await codeOf(completing)).toBe("FileAlreadyExists");
  });

  it("of an upload that was aborted fails", async () => {
    const upload = await uploaded();
    await client.abortMultipartUpload({ ...target, uploadId: upload.uploadId });
    loseRequest("CompleteMultipartUpload");
    expect(await codeOf(client.completeMultipartUpload({ ...target, ...upload }))).toBe("NoSuchUpload");
  });
});

it("5.8: the look goes where the request went, without what was meant for that only", async () => {
  const own = await stub((response) => refuse(response, 404, "NoSuchKey"));
  const other = await stub((response, attempt, { method }) => {
    if (attempt === 1) response.socket?.destroy();
    else if (method === "PUT") refuse(response, 409, "FileAlreadyExists");
    else response.setHeader("x-oss-hash-crc64ecma", crc64(Buffer.from("x")).toString()).end();
  });
  const endpoint = other.server.url;
  const options = { endpoint, headers: { "if-match": "1" }, query: { "x-oss-process": "p" } };
  await own.client.putObject({ ...target, body: "x", forbidOverwrite: true }, options);
  expect(own.server.requests).toEqual([]);
  expect(other.server.requests.map(({ method }) => method)).toEqual(["PUT", "PUT", "HEAD"]);
  expect(other.server.requests[2]).toMatchObject({ path: "/my-bucket/key.txt" });
  expect(other.server.requests[2]?.headers).not.toHaveProperty("if-match");
});

it("5.8: when the look itself fails, the refusal is reported", async () => {
  await using server = await stubServer((response, attempt, { method }) => {
    if (attempt === 1) response.destroy();
    else if (method === "HEAD") refuse(response, 403, "AccessDenied");
    else refuse(response, 409, "FileAlreadyExists");
  });
  await using refused = stubClient(server);
  expect(await codeOf(refused.putObject({ ...target, body: "x", forbidOverwrite: true }))).toBe("FileAlreadyExists");
  expect(server.requests.map(({ method }) => method)).toEqual(["PUT", "PUT", "HEAD"]);
});
