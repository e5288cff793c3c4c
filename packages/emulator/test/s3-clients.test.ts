import { createHash, randomBytes } from "node:crypto";
import { Agent } from "node:http";
import { Readable } from "node:stream";
import * as S3 from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Client as MinioClient } from "minio";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator, type Emulator, type KeyPair } from "../src/index.js";

const BUCKET = "my-bucket";

let emulator: Emulator<"oss">;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["oss"] });
  emulator.oss.createBucket(BUCKET);
});

afterEach(() => emulator.close());

type ClientKeys = KeyPair & { readonly securityToken?: string };

function s3(keys: ClientKeys = emulator.accounts.createUser(), config: S3.S3ClientConfig = {}): S3.S3Client {
  return new S3.S3Client({
    endpoint: emulator.oss.url,
    region: "cn-hangzhou",
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 1,
    credentials: {
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.accessKeySecret,
      ...(keys.securityToken === undefined ? {} : { sessionToken: keys.securityToken }),
    },
    ...config,
  });
}

function minio(
  keys: ClientKeys = emulator.accounts.createUser(),
  more: { readonly partSize?: number } = {},
): MinioClient {
  return new MinioClient({
    endPoint: "127.0.0.1",
    port: emulator.oss.port,
    useSSL: false,
    region: "cn-hangzhou",
    accessKey: keys.accessKeyId,
    secretKey: keys.accessKeySecret,
    ...(keys.securityToken === undefined ? {} : { sessionToken: keys.securityToken }),
    ...more,
  });
}

describe("@aws-sdk/client-s3", () => {
  test.each(["plain.txt", "a/b c/d+e.txt", "夏/日 (1)!*'.txt", "%41%", "a//b/", "./../x", "?q&=#"])(
    "puts, reads, lists and deletes the key %j",
    async (Key) => {
      const client = s3();
      await client.send(
        new S3.PutObjectCommand({ Bucket: BUCKET, Key, Body: "hello", Metadata: { who: "me" }, ContentType: "text/x" }),
      );
      const got = await client.send(new S3.GetObjectCommand({ Bucket: BUCKET, Key }));
      expect(await got.Body?.transformToString()).toBe("hello");
      expect(got).toMatchObject({ Metadata: { who: "me" }, ContentType: "text/x", ContentLength: 5 });
      const listed = await client.send(new S3.ListObjectsV2Command({ Bucket: BUCKET, EncodingType: "url" }));
      expect(listed).toMatchObject({ KeyCount: 1, MaxKeys: 1000 });
      await client.send(new S3.DeleteObjectCommand({ Bucket: BUCKET, Key }));
      await expect(client.send(new S3.HeadObjectCommand({ Bucket: BUCKET, Key }))).rejects.toMatchObject({
        name: "NotFound",
      });
    },
  );

  test("ranges, conditions, copies, tags, deletes of many", async () => {
    const client = s3();
    const put = await client.send(new S3.PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "0123456789" }));
    const range = await client.send(new S3.GetObjectCommand({ Bucket: BUCKET, Key: "k", Range: "bytes=2-4" }));
    expect(await range.Body?.transformToString()).toBe("234");
    expect(range.ContentRange).toBe("bytes 2-4/10");
    await expect(
      client.send(new S3.GetObjectCommand({ Bucket: BUCKET, Key: "k", Range: "bytes=10-" })),
    ).rejects.toMatchObject({ name: "InvalidRange", $metadata: { httpStatusCode: 416 } });
    await expect(
      client.send(new S3.GetObjectCommand({ Bucket: BUCKET, Key: "k", IfNoneMatch: put.ETag })),
    ).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(
      client.send(new S3.PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "x", IfNoneMatch: "*" })),
    ).rejects.toMatchObject({ name: "PreconditionFailed" });
    await client.send(new S3.CopyObjectCommand({ Bucket: BUCKET, Key: "k 2", CopySource: `${BUCKET}/k` }));
    await client.send(
      new S3.PutObjectTaggingCommand({ Bucket: BUCKET, Key: "k 2", Tagging: { TagSet: [{ Key: "a", Value: "1" }] } }),
    );
    const tags = await client.send(new S3.GetObjectTaggingCommand({ Bucket: BUCKET, Key: "k 2" }));
    expect(tags.TagSet).toEqual([{ Key: "a", Value: "1" }]);
    const Delete = { Objects: [{ Key: "k" }, { Key: "k 2" }] };
    const deleted = await client.send(new S3.DeleteObjectsCommand({ Bucket: BUCKET, Delete }));
    expect(deleted.Deleted).toEqual(Delete.Objects);
  });

  test("multipart uploads", async () => {
    const client = s3();
    const target = { Bucket: BUCKET, Key: "big" };
    const content = randomBytes(150 * 1024);
    const { UploadId } = await client.send(new S3.CreateMultipartUploadCommand(target));
    const pieces = [content.subarray(0, 100 * 1024), content.subarray(100 * 1024)];
    const Parts = [];
    for (const [index, Body] of pieces.entries()) {
      const PartNumber = index + 1;
      const { ETag } = await client.send(new S3.UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
      Parts.push({ ETag, PartNumber });
    }
    const listed = await client.send(new S3.ListPartsCommand({ ...target, UploadId }));
    expect(listed.Parts?.map((part) => part.Size)).toEqual([102_400, 51_200]);
    await client.send(new S3.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    const got = await client.send(new S3.GetObjectCommand(target));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
  });

  test("versions, listed one by one", async () => {
    emulator.oss.createBucket("kept", { versioning: "Enabled" });
    const client = s3();
    const target = { Bucket: "kept", Key: "a b/夏" };
    const first = await client.send(new S3.PutObjectCommand({ ...target, Body: "1" }));
    const second = await client.send(new S3.PutObjectCommand({ ...target, Body: "2" }));
    const marker = await client.send(new S3.DeleteObjectCommand(target));
    const listed: unknown[] = [];
    let page: Partial<S3.ListObjectVersionsCommandOutput> = { IsTruncated: true };
    while (page.IsTruncated === true) {
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      const place = { KeyMarker, VersionIdMarker };
      page = await client.send(new S3.ListObjectVersionsCommand({ Bucket: "kept", MaxKeys: 1, ...place }));
      listed.push(...(page.DeleteMarkers ?? []), ...(page.Versions ?? []));
    }
    expect(listed).toMatchObject([
      { Key: target.Key, VersionId: marker.VersionId, IsLatest: true },
      { Key: target.Key, VersionId: second.VersionId, IsLatest: false, Size: 1 },
      { Key: target.Key, VersionId: first.VersionId, IsLatest: false, Size: 1 },
    ]);
  });

  test("buckets", async () => {
    const client = s3();
    await client.send(new S3.CreateBucketCommand({ Bucket: "other" }));
    await client.send(new S3.HeadBucketCommand({ Bucket: "other" }));
    const { Buckets } = await client.send(new S3.ListBucketsCommand({}));
    expect(Buckets?.map((bucket) => bucket.Name)).toEqual([BUCKET, "other"]);
    await client.send(new S3.DeleteBucketCommand({ Bucket: "other" }));
    await expect(client.send(new S3.ListObjectsV2Command({ Bucket: "other" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
    const { Grants } = await client.send(new S3.GetBucketAclCommand({ Bucket: BUCKET }));
    expect(Grants ?? []).toEqual([]);
  });

  test("streams of known length go unsigned, and aws-chunked ones are refused", async () => {
    const Body = (): Readable => Readable.from([Buffer.from("one,"), Buffer.from("two")], { objectMode: false });
    const target = { Bucket: BUCKET, Key: "stream", ContentLength: 7 };
    await s3().send(new S3.PutObjectCommand({ ...target, Body: Body() }));
    const chunked = s3(undefined, { requestChecksumCalculation: "WHEN_SUPPORTED" });
    await expect(chunked.send(new S3.PutObjectCommand({ ...target, Body: Body() }))).rejects.toMatchObject({
      name: "InvalidArgument",
      message: "aws-chunked encoding is not supported with the specified x-amz-content-sha256 value.",
    });
  });

  test("virtual hosts of the S3 endpoint; path style is forbidden there", async () => {
    const endpoint = `http://s3.oss-cn-hangzhou.aliyuncs.com:${emulator.oss.port}`;
    const lookup = loopbackAgent();
    const client = s3(undefined, { endpoint, forcePathStyle: false, requestHandler: { httpAgent: lookup } });
    await client.send(new S3.PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "v" }));
    const pathStyle = s3(undefined, { endpoint, forcePathStyle: true, requestHandler: { httpAgent: lookup } });
    await expect(
      pathStyle.send(new S3.PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "v" })),
    ).rejects.toMatchObject({ name: "SecondLevelDomainForbidden" });
    lookup.destroy();
  });

  test("signed URLs", async () => {
    const session = emulator.accounts.issueSession({ of: emulator.accounts.createUser() });
    const client = s3(session);
    const put = await getSignedUrl(client, new S3.PutObjectCommand({ Bucket: BUCKET, Key: "k" }), { expiresIn: 60 });
    expect((await fetch(put, { method: "PUT", body: "v" })).status).toBe(200);
    const get = await getSignedUrl(client, new S3.GetObjectCommand({ Bucket: BUCKET, Key: "k" }), { expiresIn: 60 });
    expect(await (await fetch(get)).text()).toBe("v");
    expect((await fetch(get, { method: "DELETE" })).status).toBe(403);
    emulator.clock.advance(61_000);
    expect(await (await fetch(get)).text()).toContain("Request has expired.");
  });

  test("refuses bad keys, tokens, hashes, regions and clocks in S3's codes", async () => {
    const user = emulator.accounts.createUser();
    const session = emulator.accounts.issueSession({ of: user });
    const attempt = (client: S3.S3Client): Promise<unknown> =>
      client.send(new S3.ListObjectsV2Command({ Bucket: BUCKET }));
    await expect(attempt(s3({ ...user, accessKeySecret: "wrong" }))).rejects.toMatchObject({
      name: "SignatureDoesNotMatch",
    });
    await expect(attempt(s3({ ...user, accessKeyId: "unknown" }))).rejects.toMatchObject({
      name: "InvalidAccessKeyId",
    });
    await expect(attempt(s3({ ...session, securityToken: "x" }))).rejects.toMatchObject({ name: "InvalidToken" });
    await expect(attempt(s3(user, { region: "cn-beijing" }))).rejects.toMatchObject({
      name: "AuthorizationHeaderMalformed",
    });
    await attempt(s3(session));
    emulator.accounts.expire();
    await expect(attempt(s3(session))).rejects.toMatchObject({ name: "ExpiredToken" });
    emulator.faults.skewClock({ service: "oss", operation: "ListObjectsV2", times: 1, milliseconds: 16 * 60_000 });
    await expect(attempt(s3(user))).rejects.toMatchObject({ name: "RequestTimeTooSkewed" });
    const body = "v";
    const client = s3(user);
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(Object(args.request).headers, {
          "x-amz-content-sha256": createHash("sha256").update("another").digest("hex"),
        });
        return next(args);
      },
      { step: "build" },
    );
    await expect(client.send(new S3.PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: body }))).rejects.toMatchObject({
      name: "XAmzContentSHA256Mismatch",
    });
  });
});

describe("minio", () => {
  test("buckets, objects, listings and signed URLs", async () => {
    const client = minio(emulator.accounts.issueSession({ of: emulator.accounts.createUser() }));
    expect(await client.bucketExists(BUCKET)).toBe(true);
    expect(await client.bucketExists("other")).toBe(false);
    await client.makeBucket("other", "cn-hangzhou");
    await client.putObject("other", "a b/c+d", "hello");
    expect(await text(await client.getObject("other", "a b/c+d"))).toBe("hello");
    expect(await text(await client.getPartialObject("other", "a b/c+d", 1, 3))).toBe("ell");
    expect((await client.statObject("other", "a b/c+d")).size).toBe(5);
    const names: string[] = [];
    for await (const item of client.listObjectsV2("other", "", true)) names.push(Object(item).name);
    expect(names).toEqual(["a b/c+d"]);
    const url = await client.presignedGetObject("other", "a b/c+d", 60);
    expect(await (await fetch(url)).text()).toBe("hello");
    await client.removeObjects("other", ["a b/c+d"]);
    await client.removeBucket("other");
  });

  test("a stream of many parts", async () => {
    const client = minio(undefined, { partSize: 5 * 1024 * 1024 });
    const content = randomBytes(11 * 1024 * 1024);
    const stream = Readable.from(pieces(content, 1_000_000), { objectMode: false });
    await client.putObject(BUCKET, "big", stream, content.length);
    expect(emulator.calls.count("oss", "UploadPart")).toBeGreaterThan(1);
    const hash = createHash("sha256");
    for await (const chunk of await client.getObject(BUCKET, "big")) hash.update(chunk);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(content).digest("hex"));
  });

  test("a wrong secret", async () => {
    const client = minio({ ...emulator.accounts.createUser(), accessKeySecret: "wrong" });
    await expect(client.statObject(BUCKET, "k")).rejects.toThrow();
    await expect(client.getObject(BUCKET, "k")).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
  });
});

/** An agent that finds every host name on loopback. */
function loopbackAgent(): Agent {
  return new Agent({
    lookup: (_hostname, options, callback) => {
      if (options.all === true) callback(null, [{ address: "127.0.0.1", family: 4 }]);
      else callback(null, "127.0.0.1", 4);
    },
  });
}

function* pieces(content: Buffer, length: number): Generator<Buffer> {
  for (let start = 0; start < content.length; start += length) yield content.subarray(start, start + length);
}

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
