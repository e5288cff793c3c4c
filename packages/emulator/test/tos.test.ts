import { createHash, randomBytes } from "node:crypto";
import * as S3 from "@aws-sdk/client-s3";
import { TosClient, TosServerError } from "@volcengine/tos-sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator, type Emulator, type KeyPair } from "../src/index.js";
import { send } from "./raw-oss.js";

const BUCKET = "my-bucket";

let emulator: Emulator<"tos">;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["tos"], region: "cn-beijing" });
  emulator.tos.createBucket(BUCKET);
});

afterEach(() => emulator.close());

type ClientKeys = KeyPair & { readonly securityToken?: string };

function tos(keys: ClientKeys = emulator.accounts.createUser(), endpoint: string = emulator.tos.host): TosClient {
  return new TosClient({
    accessKeyId: keys.accessKeyId,
    accessKeySecret: keys.accessKeySecret,
    ...(keys.securityToken === undefined ? {} : { stsToken: keys.securityToken }),
    region: "cn-beijing",
    endpoint,
    secure: false,
    bucket: BUCKET,
    maxRetryCount: 0,
    enableCRC: true,
  });
}

describe("@volcengine/tos-sdk", () => {
  test.each(["plain.txt", "a/b c+d.txt", "夏/日 (1)!*'.txt", "%41", "?q&=#"])(
    "puts, reads, heads, lists and deletes the key %j",
    async (key) => {
      const client = tos();
      const body = Buffer.from("hello");
      await client.putObject({ key, body, meta: { who: "我" } });
      const got = await client.getObjectV2({ key, dataType: "buffer" });
      expect(got.data.content.toString()).toBe("hello");
      const head = await client.headObject({ key });
      expect(head.data).toMatchObject({ "content-length": "5" });
      const listed = await client.listObjectsType2({ bucket: BUCKET });
      expect(listed.data.Contents.map((object) => object.Key)).toEqual([key]);
      await client.deleteObject({ key });
      await expect(client.headObject({ key })).rejects.toMatchObject({ statusCode: 404 });
    },
  );

  test("multipart uploads, copies and deletes of many", async () => {
    const client = tos();
    const content = randomBytes(150 * 1024);
    // The client writes into the object it is given.
    const target = (): { bucket: string; key: string } => ({ bucket: BUCKET, key: "big" });
    const { data: upload } = await client.createMultipartUpload(target());
    const uploadId = upload.UploadId;
    const first = await client.uploadPart({ ...target(), uploadId, partNumber: 1, body: content.subarray(0, 102_400) });
    const last = await client.uploadPart({ ...target(), uploadId, partNumber: 2, body: content.subarray(102_400) });
    const listed = await client.listParts({ ...target(), uploadId });
    expect(listed.data.Parts.map((part) => part.Size)).toEqual([102_400, 51_200]);
    const parts = [first, last].map(({ data }, index) => ({ eTag: data.ETag, partNumber: index + 1 }));
    await client.completeMultipartUpload({ ...target(), uploadId, parts });
    const { data } = await client.getObjectV2({ ...target(), dataType: "buffer" });
    expect(createHash("md5").update(data.content).digest("hex")).toBe(createHash("md5").update(content).digest("hex"));
    await client.copyObject({ bucket: BUCKET, key: "copy", srcBucket: BUCKET, srcKey: "big" });
    const { data: deleted } = await client.deleteMultiObjects({ objects: [{ key: "big" }, { key: "copy" }] });
    expect(deleted.Deleted.map((object) => object.Key)).toEqual(["big", "copy"]);
    const { data: open } = await client.createMultipartUpload(target());
    expect((await client.listMultipartUploads({ bucket: BUCKET })).data.Uploads).toMatchObject([{ Key: "big" }]);
    await client.abortMultipartUpload({ ...target(), uploadId: open.UploadId });
  });

  test("buckets", async () => {
    const client = tos();
    await client.createBucket({ bucket: "other" });
    expect((await client.listBuckets()).data.Buckets.map((bucket) => bucket.Name)).toEqual([BUCKET, "other"]);
    await client.headBucket("other");
    await client.deleteBucket("other");
    await expect(client.headBucket("other")).rejects.toMatchObject({ statusCode: 404 });
  });

  test("signed URLs, for the virtual host", async () => {
    const session = emulator.accounts.issueSession({ of: emulator.accounts.createUser() });
    await tos(session).putObject({ key: "a b", body: Buffer.from("signed") });
    const url = new URL(
      tos(session, `localhost:${emulator.tos.port}`).getPreSignedUrl({ method: "GET", key: "a b", expires: 60 }),
    );
    const get = (): ReturnType<typeof send> =>
      send({ port: emulator.tos.port, path: url.pathname + url.search, headers: { host: url.host } });
    expect(await get()).toMatchObject({ status: 200, text: "signed" });
    emulator.clock.advance(61_000);
    expect((await get()).status).toBe(403);
  });

  test("refuses bad keys, tokens and clocks", async () => {
    const user = emulator.accounts.createUser();
    const session = emulator.accounts.issueSession({ of: user });
    const code = async (keys: ClientKeys): Promise<string> => {
      try {
        await tos(keys).listObjectsType2({ bucket: BUCKET });
      } catch (error) {
        if (error instanceof TosServerError) return error.code;
        throw error;
      }
      return "none";
    };
    expect(await code(user)).toBe("none");
    expect(await code(session)).toBe("none");
    expect(await code({ ...user, accessKeySecret: "wrong" })).toBe("SignatureDoesNotMatch");
    expect(await code({ ...user, accessKeyId: "AKLTunknown" })).toBe("InvalidAccessKeyId");
    expect(await code({ ...session, securityToken: "other" })).toBe("InvalidToken");
    emulator.accounts.rotate();
    expect(await code(session)).toBe("ExpiredToken");
    emulator.clock.advance(16 * 60_000);
    expect(await code(user)).toBe("RequestTimeTooSkewed");
  });
});

test("client-s3 speaks to TOS too", async () => {
  const { accessKeyId, accessKeySecret: secretAccessKey } = emulator.accounts.createUser();
  const client = new S3.S3Client({
    endpoint: emulator.tos.url,
    region: "cn-beijing",
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    credentials: { accessKeyId, secretAccessKey },
  });
  await client.send(new S3.PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "v" }));
  const { data } = await tos().getObjectV2({ key: "k", dataType: "buffer" });
  expect(data.content.toString()).toBe("v");
  await expect(client.send(new S3.GetObjectCommand({ Bucket: BUCKET, Key: "x" }))).rejects.toMatchObject({
    name: "NoSuchKey",
  });
});

test("hosts of both brands", async () => {
  emulator.tos.createBucket("open", { acl: "public-read-write" });
  const open = (host: string, method: string): ReturnType<typeof send> =>
    send({
      port: emulator.tos.port,
      method,
      path: "/k",
      headers: { host },
      ...(method === "PUT" ? { body: "v" } : {}),
    });
  expect((await open("open.tos-cn-beijing.volces.com", "PUT")).status).toBe(200);
  expect((await open("open.tos-ap-southeast-1.bytepluses.com", "GET")).text).toBe("v");
  expect((await open("open.tos-s3-cn-beijing.ivolces.com", "GET")).text).toBe("v");
});
