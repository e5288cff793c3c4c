import { createHash, randomBytes } from "node:crypto";
import OSS from "ali-oss";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator, type Emulator, type KeyPair } from "../src/index.js";

const BUCKET = "my-bucket";

const FIRST_PAGE = { "max-parts": 10, "part-number-marker": 0, "encoding-type": "url" as const };

/** Operations that ali-oss has and its types do not know. */
interface Untyped {
  putObjectTagging(key: string, tags: Record<string, string>): Promise<unknown>;
  getObjectTagging(key: string): Promise<{ tag: Record<string, string> }>;
  deleteObjectTagging(key: string): Promise<unknown>;
  getBucketStat(bucket: string): Promise<{ stat: Record<string, string> }>;
}

let emulator: Emulator<"oss" | "sts">;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["oss", "sts"] });
  emulator.oss.createBucket(BUCKET);
  emulator.oss.bindBucket("localhost", BUCKET);
});

afterEach(() => emulator.close());

type ClientKeys = KeyPair & { readonly securityToken?: string };

function options(keys: ClientKeys, v4: boolean): OSS.Options {
  return {
    accessKeyId: keys.accessKeyId,
    accessKeySecret: keys.accessKeySecret,
    ...(keys.securityToken === undefined
      ? {}
      : {
          stsToken: keys.securityToken,
          refreshSTSToken: () =>
            Promise.resolve({
              accessKeyId: keys.accessKeyId,
              accessKeySecret: keys.accessKeySecret,
              stsToken: keys.securityToken ?? "",
            }),
          refreshSTSTokenInterval: 3_600_000,
        }),
    region: "oss-cn-hangzhou",
    bucket: BUCKET,
    endpoint: `http://localhost:${emulator.oss.port}`,
    cname: true,
    ...(v4 ? { authorizationV4: true } : {}),
  };
}

function untyped(clientOptions: OSS.Options): OSS & Untyped {
  const client = new OSS(clientOptions);
  if (!isUntyped(client)) throw new Error("this ali-oss has no tagging");
  return client;
}

function isUntyped(client: OSS): client is OSS & Untyped {
  return "putObjectTagging" in client;
}

describe.each([
  ["V1", false],
  ["V4", true],
])("ali-oss with %s signatures", (_, v4) => {
  const client = (keys: ClientKeys = emulator.accounts.createUser()): OSS & Untyped => untyped(options(keys, v4));

  test.each(["plain.txt", "a/b c/d+e.txt", "夏/日 (1)!*'.txt", "%41%", "a//b/", "~tilde", "?q&=#"])(
    "puts, reads, heads, lists and deletes the key %j",
    async (key) => {
      const oss = client();
      const put = await oss.put(key, Buffer.from("hello"), { headers: { "x-oss-meta-who": "me" } });
      expect(put.res.status).toBe(200);
      const head = await oss.head(key);
      expect(head.meta).toEqual({ who: "me" });
      const got = await oss.get(key);
      expect(got.content.toString()).toBe("hello");
      const listed = await oss.listV2({ "max-keys": "10" }, {});
      expect(listed.objects.map((object) => object.name)).toEqual([key]);
      await oss.delete(key);
      await expect(oss.head(key)).rejects.toMatchObject({ status: 404, code: "NoSuchKey" });
    },
  );

  test("gives ETag, CRC-64 and request ids in the service's form", async () => {
    const { res } = await client().put("k", Buffer.from("123456789"));
    expect(res.headers).toMatchObject({
      etag: `"${createHash("md5").update("123456789").digest("hex").toUpperCase()}"`,
      "x-oss-hash-crc64ecma": "11051210869376104954",
      server: "AliyunOSS",
    });
    expect(Reflect.get(res.headers, "x-oss-request-id")).toMatch(/^[0-9A-F]{24}$/);
  });

  test("uploads in parts, copies parts, lists and aborts uploads", async () => {
    const oss = client();
    const content = randomBytes(350 * 1024);
    const done = await oss.multipartUpload("big", content, { partSize: 100 * 1024, parallel: 2 });
    expect(done.etag).toMatch(/-4"$/);
    expect((await oss.get("big")).content.equals(content)).toBe(true);

    const copied = await oss.multipartUploadCopy(
      "copy",
      { sourceKey: "big", sourceBucketName: BUCKET, startOffset: 0, endOffset: content.length },
      { partSize: 100 * 1024 },
    );
    expect(copied.res.status).toBe(200);
    expect((await oss.get("copy")).content.equals(content)).toBe(true);

    const { uploadId } = await oss.initMultipartUpload("open");
    await oss.uploadPart("open", uploadId, 1, content.subarray(0, 10), 0, 10);
    const parts = await oss.listParts("open", uploadId, FIRST_PAGE);
    expect(parts).toMatchObject({ uploadId, isTruncated: "false", parts: { PartNumber: "1", Size: "10" } });
    expect((await oss.listUploads({ prefix: "o" })).uploads).toMatchObject([{ name: "open", uploadId }]);
    await oss.abortMultipartUpload("open", uploadId);
    await expect(oss.listParts("open", uploadId, FIRST_PAGE)).rejects.toMatchObject({ code: "NoSuchUpload" });
  });

  test("appends, copies, tags, links, and sets an ACL", async () => {
    const oss = client();
    const first = await oss.append("log", Buffer.from("one,"));
    const second = await oss.append("log", Buffer.from("two"), { position: first.nextAppendPosition });
    expect(second.nextAppendPosition).toBe("7");
    await expect(oss.append("log", Buffer.from("x"), { position: "3" })).rejects.toMatchObject({
      code: "PositionNotEqualToLength",
    });
    await oss.copy("copy 1", "log");
    expect((await oss.get("copy 1")).content.toString()).toBe("one,two");
    await oss.putObjectTagging("log", { a: "1", "b c": "2" });
    expect((await oss.getObjectTagging("log")).tag).toEqual({ a: "1", "b c": "2" });
    await oss.deleteObjectTagging("log");
    expect((await oss.getObjectTagging("log")).tag).toEqual({});
    await oss.putSymlink("link", "copy 1", {});
    expect((await oss.getSymlink("link")).targetName).toBe("copy 1");
    expect((await oss.get("link")).content.toString()).toBe("one,two");
    await oss.putACL("log", "public-read");
    expect((await oss.getACL("log")).acl).toBe("public-read");
  });

  test("deletes many, and pages through a listing with prefixes", async () => {
    const oss = client();
    for (const key of ["a/1", "a/2", "b", "c", "d é"]) await oss.put(key, Buffer.from(key));
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await oss.listV2(
        { delimiter: "/", "max-keys": "2", ...(token ? { "continuation-token": token } : {}) },
        {},
      );
      names.push(...(page.prefixes ?? []), ...(page.objects ?? []).map((object) => object.name));
      token = Reflect.get(page, "nextContinuationToken") ?? undefined;
    } while (token !== undefined);
    expect(names).toEqual(["a/", "b", "c", "d é"]);
    const { deleted } = await oss.deleteMulti(["a/1", "a/2", "d é", "not there"]);
    expect(deleted?.map((entry) => Reflect.get(Object(entry), "Key"))).toEqual(["a/1", "a/2", "d é", "not there"]);
    const rest = await oss.list({ "max-keys": 10 }, {});
    expect(rest.objects.map((object) => object.name)).toEqual(["b", "c"]);
  });

  test("makes, describes, lists and removes buckets", async () => {
    // With an IP address as endpoint this client sends the vendor's host names.
    const oss = untyped({ ...options(emulator.accounts.createUser(), v4), endpoint: emulator.oss.url, cname: false });
    await oss.putBucket("other-bucket");
    await expect(oss.putBucket("other-bucket")).rejects.toMatchObject({ code: "BucketAlreadyExists" });
    const listed: unknown = await oss.listBuckets({});
    expect(listed).toMatchObject({ buckets: [{ name: BUCKET }, { name: "other-bucket" }] });
    oss.useBucket("other-bucket");
    expect((await oss.getBucketInfo("other-bucket")).bucket).toMatchObject({
      Name: "other-bucket",
      Location: "oss-cn-hangzhou",
    });
    expect((await oss.getBucketStat("other-bucket")).stat).toMatchObject({ ObjectCount: "0" });
    await oss.putBucketACL("other-bucket", "public-read");
    expect((await oss.getBucketACL("other-bucket")).acl).toBe("public-read");
    await oss.put("k", Buffer.from("v"));
    await expect(oss.deleteBucket("other-bucket")).rejects.toMatchObject({ code: "BucketNotEmpty" });
    await oss.delete("k");
    await oss.deleteBucket("other-bucket");
    await expect(oss.getBucketInfo("other-bucket")).rejects.toMatchObject({ code: "NoSuchBucket", status: 404 });
  });

  test("takes session tokens until they expire or are revoked", async () => {
    const role = emulator.accounts.createRole({ name: "reader" });
    const session = emulator.accounts.issueSession({ of: role, durationSeconds: 900 });
    const oss = client(session);
    await oss.put("k", Buffer.from("v"));
    expect(emulator.calls.list("oss").at(-1)).toMatchObject({
      operation: "PutObject",
      accessKeyId: session.accessKeyId,
    });
    emulator.clock.advance(60_000);
    emulator.accounts.expire(session.accessKeyId);
    await expect(oss.get("k")).rejects.toMatchObject({ code: "SecurityTokenExpired", status: 403 });
    const other = emulator.accounts.issueSession({ of: role });
    const revoked = client(other);
    await revoked.get("k");
    emulator.accounts.revoke(other.accessKeyId);
    await expect(revoked.get("k")).rejects.toMatchObject({ code: "InvalidSecurityToken", status: 403 });
    const mixed = client({ ...emulator.accounts.issueSession({ of: role }), securityToken: "another" });
    await expect(mixed.get("k")).rejects.toMatchObject({ code: "InvalidSecurityToken" });
  });

  test("refuses wrong secrets, unknown keys and wrong clocks", async () => {
    const user = emulator.accounts.createUser();
    await expect(client({ ...user, accessKeySecret: "wrong" }).get("k")).rejects.toMatchObject({
      code: "SignatureDoesNotMatch",
      status: 403,
    });
    await expect(client({ ...user, accessKeyId: "LTAIunknown" }).get("k")).rejects.toMatchObject({
      code: "InvalidAccessKeyId",
    });
    const withToken = client({ ...user, securityToken: "token" });
    await expect(withToken.get("k")).rejects.toMatchObject({ code: "InvalidAccessKeyId" });
    emulator.clock.advance(16 * 60_000);
    await expect(client(user).get("k")).rejects.toMatchObject({ code: "RequestTimeTooSkewed" });
  });

  test("takes signed URLs until they expire", async () => {
    const session = emulator.accounts.issueSession({ of: emulator.accounts.createUser() });
    const oss = client(session);
    await oss.put("夏 +.txt", Buffer.from("signed"));
    const url = async (method: "GET" | "PUT", key: string): Promise<string> =>
      v4 ? oss.signatureUrlV4(method, 60, undefined, key) : oss.asyncSignatureUrl(key, { method, expires: 60 });
    const get = await url("GET", "夏 +.txt");
    expect(await (await fetch(get)).text()).toBe("signed");
    const put = await url("PUT", "new");
    expect((await fetch(put, { method: "PUT", body: Buffer.from("by url") })).status).toBe(200);
    expect((await oss.get("new")).content.toString()).toBe("by url");
    expect(await (await fetch(get.replace("%2B", "%2C"))).text()).toContain("<Code>SignatureDoesNotMatch</Code>");
    expect(await (await fetch(get, { method: "DELETE" })).text()).toContain("<Code>SignatureDoesNotMatch</Code>");
    emulator.clock.advance(61_000);
    const expired = await (await fetch(get)).text();
    expect(expired).toContain("<Message>Request has expired.</Message>");
  });
});
