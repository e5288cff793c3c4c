import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { findServiceError, type OssClient } from "../src/index.js";
import { setup, temporaryDirectory, type Setup } from "./fixture.js";

const bucket = "versioned-bucket";
const target = { bucket, key: "a/夏 1+.txt" };
let world: Setup;
let client: OssClient;
let one: string;
let two: string;

beforeAll(async () => {
  world = await setup();
  ({ client } = world);
});

afterAll(() => world[Symbol.asyncDispose]());

beforeEach(async () => {
  world.emulator.oss.createBucket(bucket, { versioning: "Enabled" });
  ({ versionId: one = "" } = await client.putObject({ ...target, body: "one", metadata: { n: "1" } }));
  ({ versionId: two = "" } = await client.putObject({ ...target, body: "two" }));
});

const textOf = async (versionId?: string, key = target.key): Promise<string> =>
  (await client.getObject({ bucket, key, versionId })).body.text();

it("reads a version by its id, the latest without", async () => {
  expect([await textOf(), await textOf(one), await textOf(two)]).toEqual(["two", "one", "two"]);
  expect(await client.headObject({ ...target, versionId: one })).toMatchObject({
    versionId: one,
    metadata: { n: "1" },
  });
  expect(await client.getObjectMeta({ ...target, versionId: one })).toMatchObject({ versionId: one, contentLength: 3 });
  expect((await client.getObject(target)).versionId).toBe(two);
  await expect(client.getObject({ ...target, versionId: "none" })).rejects.toThrow("NoSuchVersion");
  expect(await client.isObjectExist({ ...target, versionId: one })).toBe(true);
});

it("deletes by a marker, removes the marker, removes a version", async () => {
  const marker = await client.deleteObject(target);
  expect(marker).toMatchObject({ deleteMarker: true, versionId: expect.stringMatching(/^CAEQ/) });
  const gone: unknown = await client.getObject(target).catch((error: unknown) => error);
  expect(findServiceError(gone)).toMatchObject({ code: "NoSuchKey", headers: { "x-oss-delete-marker": "true" } });
  expect(await client.isObjectExist(target)).toBe(false);
  const lifted = await client.deleteObject({ ...target, versionId: marker.versionId });
  expect(lifted).toMatchObject({ deleteMarker: true, versionId: marker.versionId });
  const removed = await client.deleteObject({ ...target, versionId: two });
  expect(removed).toMatchObject({ versionId: two });
  expect(removed).not.toHaveProperty("deleteMarker");
  expect(await textOf()).toBe("one");
});

it("deletes several, versions and keys", async () => {
  await client.putObject({ bucket, key: "other", body: "x" });
  const objects = [{ key: target.key, versionId: one }, { key: "other" }];
  const { deletedObjects } = await client.deleteMultipleObjects({ bucket, objects });
  expect(deletedObjects).toEqual([
    { key: target.key, versionId: one },
    { key: "other", deleteMarker: true, deleteMarkerVersionId: expect.stringMatching(/^CAEQ/) },
  ]);
});

it("copies a version, whole and in parts", async () => {
  const source = { sourceKey: target.key, sourceVersionId: one };
  const copied = await client.copyObject({ bucket, key: "copy", ...source });
  expect(copied).toMatchObject({ sourceVersionId: one, versionId: expect.stringMatching(/^CAEQ/) });
  expect(await textOf(undefined, "copy")).toBe("one");
  const { uploadId } = await client.initiateMultipartUpload({ bucket, key: "parts" });
  const upload = { bucket, key: "parts", uploadId };
  const part = await client.uploadPartCopy({ ...upload, partNumber: 1, ...source });
  expect(part.sourceVersionId).toBe(one);
  const parts = [{ partNumber: 1, etag: part.etag ?? "" }];
  const completed = await client.completeMultipartUpload({ ...upload, parts });
  expect(completed.versionId).toMatch(/^CAEQ/);
  expect(await textOf(completed.versionId, "parts")).toBe("one");
  await client.newCopier({ multipartThreshold: 0 }).copy({ bucket, key: "managed", ...source });
  expect(await client.headObject({ bucket, key: "managed" })).toMatchObject({ contentLength: 3, metadata: { n: "1" } });
  expect(await textOf(undefined, "managed")).toBe("one");
});

it("sets ACL and tags of one version, and reads a link's", async () => {
  expect((await client.putObjectAcl({ ...target, versionId: one, acl: "public-read" })).versionId).toBe(one);
  expect((await client.getObjectAcl({ ...target, versionId: one })).acl).toBe("public-read");
  expect((await client.getObjectAcl(target)).acl).toBe("default");
  expect((await client.putObjectTagging({ ...target, versionId: one, tags: { a: "1" } })).versionId).toBe(one);
  expect((await client.getObjectTagging({ ...target, versionId: one })).tags).toEqual({ a: "1" });
  expect((await client.getObjectTagging(target)).tags).toEqual({});
  expect((await client.deleteObjectTagging({ ...target, versionId: one })).versionId).toBe(one);
  const link = await client.putSymlink({ bucket, key: "link", target: target.key });
  await client.putSymlink({ bucket, key: "link", target: "elsewhere" });
  expect(await client.getSymlink({ bucket, key: "link", versionId: link.versionId })).toMatchObject({
    target: target.key,
    versionId: link.versionId,
  });
});

it("restores one version", async () => {
  const archived = { bucket, key: "cold", body: "x", storageClass: "Archive" } as const;
  const { versionId } = await client.putObject(archived);
  await client.putObject(archived);
  expect((await client.restoreObject({ bucket, key: "cold", versionId, days: 1 })).versionId).toBe(versionId);
  world.host.clock.jump(61_000);
  expect(await textOf(versionId, "cold")).toBe("x");
  await expect(textOf(undefined, "cold")).rejects.toThrow("InvalidObjectState");
});

it("downloads, opens and presigns a version", async () => {
  await using files = await temporaryDirectory();
  const { object } = await client.newDownloader().downloadFile({ ...target, versionId: one }, files.file("t"));
  expect(object.versionId).toBe(one);
  await using reader = await client.openFile({ ...target, versionId: one });
  expect(Buffer.from(await reader.read(10)).toString()).toBe("one");
  const { url } = await client.presign("GetObject", { ...target, versionId: one });
  expect(await (await fetch(url)).text()).toBe("one");
});

it("appends to one version, and says the bucket keeps versions", async () => {
  const first = await client.appendObject({ bucket, key: "log", position: 0, body: "a" });
  const second = await client.appendObject({ bucket, key: "log", position: 1, body: "b" });
  expect(first.versionId).toMatch(/^CAEQ/);
  expect(second.versionId).toBe(first.versionId);
  expect((await client.getBucketInfo({ bucket })).bucketInfo.versioning).toBe("Enabled");
  await client.deleteObject({ bucket, key: "log" });
  expect((await client.getBucketStat({ bucket })).deleteMarkerCount).toBe(1n);
});
