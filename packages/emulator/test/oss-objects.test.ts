import { createServer } from "node:http";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator, type Emulator, type User } from "../src/index.js";
import { send, sendSigned, type RawAnswer, type SignedRequest } from "./raw-oss.js";

const BUCKET = "my-bucket";
const NOW = Date.UTC(2025, 9, 9, 8, 53, 20);

let emulator: Emulator<"oss">;
let user: User;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["oss"], clock: { now: () => NOW } });
  emulator.oss.createBucket(BUCKET);
  user = emulator.accounts.createUser();
});

afterEach(() => emulator.close());

function signed(fields: Partial<SignedRequest> = {}): Promise<RawAnswer> {
  return sendSigned({ port: emulator.oss.port, keys: user, bucket: BUCKET, at: emulator.clock.now(), ...fields });
}

function put(key: string, body: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  return signed({ method: "PUT", key, body, headers });
}

describe("GetObject (oss-v2 7.1)", () => {
  const range = (value: string, standard: boolean): Promise<RawAnswer> =>
    signed({ key: "k", headers: { range: value, ...(standard ? { "x-oss-range-behavior": "standard" } : {}) } });

  test.each([
    // range, own rule: status and body, standard rule: status and body
    ["bytes=2-4", 206, "234", 206, "234"],
    ["bytes=7-", 206, "789", 206, "789"],
    ["bytes=-3", 206, "789", 206, "789"],
    ["bytes=-30", 206, "0123456789", 206, "0123456789"],
    ["bytes=8-12", 200, "0123456789", 206, "89"],
    ["bytes=10-12", 200, "0123456789", 416, undefined],
    ["bytes=4-2", 200, "0123456789", 200, "0123456789"],
    ["bytes=0-1,3-4", 200, "0123456789", 200, "0123456789"],
    ["lines=1-2", 200, "0123456789", 200, "0123456789"],
  ])("range %s", async (value, ownStatus, ownBody, standardStatus, standardBody) => {
    await put("k", "0123456789");
    expect(await range(value, false)).toMatchObject({ status: ownStatus, text: ownBody });
    const standard = await range(value, true);
    expect(standard.status).toBe(standardStatus);
    if (standardBody === undefined) expect(standard.code).toBe("InvalidRange");
    else expect(standard.text).toBe(standardBody);
  });

  test("conditions", async () => {
    const etag = String((await put("k", "v")).headers.etag);
    const before = new Date(NOW - 60_000).toUTCString();
    const at = new Date(NOW).toUTCString();
    const attempt = (headers: Record<string, string>): Promise<RawAnswer> => signed({ key: "k", headers });
    expect((await attempt({ "if-match": etag })).status).toBe(200);
    expect((await attempt({ "if-match": '"x"' })).code).toBe("PreconditionFailed");
    expect((await attempt({ "if-none-match": etag })).status).toBe(304);
    expect((await attempt({ "if-none-match": '"x"' })).status).toBe(200);
    expect((await attempt({ "if-modified-since": at })).status).toBe(304);
    expect((await attempt({ "if-modified-since": before })).status).toBe(200);
    expect((await attempt({ "if-unmodified-since": at })).status).toBe(200);
    expect((await attempt({ "if-unmodified-since": before })).code).toBe("PreconditionFailed");
  });

  test("headers that the query overrides, and versions", async () => {
    await put("k", "v", { "content-type": "text/plain", "cache-control": "no-cache" });
    const answer = await signed({ key: "k", query: "response-content-type=a%2Fb&response-cache-control=private" });
    expect(answer.headers).toMatchObject({ "content-type": "a/b", "cache-control": "private" });
    expect((await signed({ key: "k", query: "versionId=null" })).status).toBe(200);
    expect((await signed({ key: "k", query: "versionId=v1" })).code).toBe("NoSuchVersion");
  });

  test("faults spoil bodies, and leave the headers right", async () => {
    await put("k", "123456789");
    emulator.faults.corruptBody({ operation: "GetObject", offset: 8 });
    const spoilt = await signed({ key: "k" });
    expect(spoilt.text).toBe("123456788");
    expect(spoilt.headers["x-oss-hash-crc64ecma"]).toBe("11051210869376104954");
    emulator.faults.truncateBody({ operation: "GetObject", bytes: 3 });
    await expect(signed({ key: "k" })).rejects.toThrow("aborted");
    expect((await signed({ key: "k" })).text).toBe("123456789");
  });

  test("an upload may be refused before its body is read, or its answer be lost", async () => {
    emulator.faults.earlyAnswer({ operation: "PutObject", status: 403, code: "AccessDenied" });
    expect((await put("k", "v")).code).toBe("AccessDenied");
    expect((await signed({ key: "k" })).code).toBe("NoSuchKey");
    emulator.faults.dropConnection({ operation: "PutObject", when: "answer" });
    await expect(put("k", "v")).rejects.toThrow();
    expect((await signed({ key: "k" })).text).toBe("v");
  });

  test("GetObjectMeta is short", async () => {
    await put("k", "123456789");
    const { headers } = await signed({ method: "HEAD", key: "k", query: "objectMeta" });
    expect(headers).toMatchObject({ "content-length": "9", "x-oss-hash-crc64ecma": "11051210869376104954" });
    expect(headers["content-type"]).toBeUndefined();
  });
});

describe("writes", () => {
  test("hold the body to its Content-MD5", async () => {
    expect((await put("k", "v", { "content-md5": "nhB9nTcrtoJr2B01QqQZ1g==" })).code).toBe("InvalidDigest");
    expect((await put("k", "v", { "content-md5": "nonsense" })).code).toBe("InvalidDigest");
    expect((await signed({ key: "k" })).code).toBe("NoSuchKey");
  });

  test("x-oss-forbid-overwrite", async () => {
    const headers = { "x-oss-forbid-overwrite": "true" };
    expect((await put("k", "v", headers)).status).toBe(200);
    expect(await put("k", "w", headers)).toMatchObject({ status: 409, code: "FileAlreadyExists" });
    const source = { ...headers, "x-oss-copy-source": `/${BUCKET}/k` };
    expect((await signed({ method: "PUT", key: "k", headers: source })).code).toBe("FileAlreadyExists");
    expect((await signed({ method: "POST", key: "k", query: "uploads", headers })).code).toBe("FileAlreadyExists");
  });

  test("refuse wrong ACLs, classes, tags, metadata and keys", async () => {
    expect((await put("k", "v", { "x-oss-object-acl": "all" })).code).toBe("InvalidArgument");
    expect((await put("k", "v", { "x-oss-storage-class": "Cold" })).code).toBe("InvalidArgument");
    expect((await put("k", "v", { "x-oss-tagging": "=v" })).code).toBe("InvalidArgument");
    expect((await put("k", "v", { "x-oss-meta-a": "v".repeat(8192) })).code).toBe("InvalidArgument");
    expect((await put("k".repeat(1024), "v")).code).toBe("InvalidObjectName");
    expect((await put("k".repeat(1023), "v")).status).toBe(200);
  });

  test("append at the right position only, and give the CRC of the whole", async () => {
    const append = (position: string, body: string): Promise<RawAnswer> =>
      signed({ method: "POST", key: "log", query: `append&position=${position}`, body });
    expect((await append("0", "1234")).headers["x-oss-next-append-position"]).toBe("4");
    const second = await append("4", "56789");
    expect(second.headers).toMatchObject({
      "x-oss-next-append-position": "9",
      "x-oss-hash-crc64ecma": "11051210869376104954",
    });
    expect(await append("4", "x")).toMatchObject({ status: 409, code: "PositionNotEqualToLength" });
    expect((await append("x", "x")).code).toBe("InvalidArgument");
    expect((await signed({ key: "log", headers: { range: "bytes=2-6" } })).text).toBe("34567");
    await put("normal", "v");
    const answer = await signed({ method: "POST", key: "normal", query: "append&position=1", body: "x" });
    expect(answer.code).toBe("ObjectNotAppendable");
  });

  test("copies keep or replace metadata and tags, under conditions", async () => {
    const etag = String((await put("k", "v", { "x-oss-meta-a": "1", "x-oss-tagging": "t=1" })).headers.etag);
    const copy = (headers: Record<string, string>): Promise<RawAnswer> =>
      signed({ method: "PUT", key: "c", headers: { "x-oss-copy-source": `/${BUCKET}/k`, ...headers } });
    expect((await copy({})).text).toContain("<CopyObjectResult>");
    expect((await signed({ method: "HEAD", key: "c" })).headers).toMatchObject({
      "x-oss-meta-a": "1",
      "x-oss-tagging-count": "1",
    });
    await copy({ "x-oss-metadata-directive": "REPLACE", "x-oss-tagging-directive": "REPLACE", "x-oss-meta-b": "2" });
    const { headers } = await signed({ method: "HEAD", key: "c" });
    expect(headers["x-oss-meta-a"]).toBeUndefined();
    expect(headers["x-oss-meta-b"]).toBe("2");
    expect(headers["x-oss-tagging-count"]).toBeUndefined();
    expect((await copy({ "x-oss-copy-source-if-match": '"x"' })).code).toBe("PreconditionFailed");
    expect((await copy({ "x-oss-copy-source-if-none-match": etag })).status).toBe(304);
    expect((await copy({ "x-oss-copy-source": `/${BUCKET}/missing` })).code).toBe("NoSuchKey");
    expect((await copy({ "x-oss-copy-source": "/missing/k" })).code).toBe("NoSuchBucket");
    expect((await copy({ "x-oss-metadata-directive": "MERGE" })).code).toBe("InvalidArgument");
  });

  test("archived objects can be read a minute after they are restored", async () => {
    const restore = (): Promise<RawAnswer> => signed({ method: "POST", key: "old", query: "restore" });
    await put("old", "v", { "x-oss-storage-class": "Archive" });
    expect((await signed({ key: "old" })).code).toBe("InvalidObjectState");
    expect((await restore()).status).toBe(202);
    expect((await restore()).code).toBe("RestoreAlreadyInProgress");
    expect((await signed({ method: "HEAD", key: "old" })).headers["x-oss-restore"]).toBe('ongoing-request="true"');
    emulator.clock.advance(60_000);
    expect((await signed({ key: "old" })).text).toBe("v");
    expect((await restore()).status).toBe(200);
    emulator.clock.advance(2 * 86_400_000);
    expect((await signed({ key: "old" })).code).toBe("InvalidObjectState");
    await put("new", "v");
    const answer = await signed({ method: "POST", key: "new", query: "restore" });
    expect(answer.code).toBe("OperationNotSupported");
  });

  test("symlinks to nothing, and to links", async () => {
    const link = (key: string, target: string): Promise<RawAnswer> =>
      signed({ method: "PUT", key, query: "symlink", headers: { "x-oss-symlink-target": target } });
    await link("a", "missing");
    await link("b", "a");
    expect((await signed({ key: "a" })).code).toBe("SymlinkTargetNotExist");
    expect((await signed({ key: "b" })).code).toBe("InvalidTargetType");
  });

  test("callbacks: their answer is the answer, and their failure is 203", async () => {
    const received: string[] = [];
    const application = createServer((request, response) => {
      request.on("data", (chunk: Buffer) => received.push(chunk.toString()));
      request.on("end", () => {
        response.statusCode = request.url === "/ok" ? 200 : 500;
        response.end('{"ok":true}');
      });
    }).listen(0, "127.0.0.1");
    await once(application, "listening");
    const address = Object(application.address());
    const callback = (path: string): Record<string, string> => ({
      "x-oss-callback": base64({
        callbackUrl: `http://127.0.0.1:${address.port}${path}`,
        callbackBody: "o=${object}&s=${size}&v=${x:a}",
      }),
      "x-oss-callback-var": base64({ "x:a": "1 2" }),
    });
    expect(await put("a b", "v", callback("/ok"))).toMatchObject({ status: 200, text: '{"ok":true}' });
    expect(received).toEqual(["o=a%20b&s=1&v=1%202"]);
    expect(await put("k", "v", callback("/fails"))).toMatchObject({ status: 203, code: "CallbackFailed" });
    expect((await signed({ key: "k" })).text).toBe("v");
    const elsewhere = base64({ callbackUrl: "http://example.com/", callbackBody: "" });
    expect((await put("k", "v", { "x-oss-callback": elsewhere })).code).toBe("CallbackFailed");
    expect((await put("k", "v", { "x-oss-callback": "nonsense" })).code).toBe("InvalidArgument");
    application.close();
  });
});

describe("multipart uploads (oss-v2 7.3)", () => {
  const key = "big";
  const part = (uploadId: string, number: number | string, body: string): Promise<RawAnswer> =>
    signed({ method: "PUT", key, query: `partNumber=${number}&uploadId=${uploadId}`, body });
  const complete = (uploadId: string, parts: readonly (readonly [number, string])[]): Promise<RawAnswer> => {
    const list = parts.map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`);
    const body = `<CompleteMultipartUpload>${list.join("")}</CompleteMultipartUpload>`;
    return signed({ method: "POST", key, query: `uploadId=${uploadId}`, body });
  };
  async function initiate(): Promise<string> {
    const { text } = await signed({ method: "POST", key, query: "uploads" });
    return /<UploadId>(.*)<\/UploadId>/.exec(text)?.[1] ?? "";
  }

  test("join their parts, with the CRC of the whole", async () => {
    const id = await initiate();
    const first = await part(id, 1, "x".repeat(102_400));
    const last = await part(id, 7, "y");
    const done = await complete(id, [
      [1, String(first.headers.etag)],
      [7, String(last.headers.etag)],
    ]);
    expect(done.text).toContain("<CompleteMultipartUploadResult>");
    const whole = await put("whole", `${"x".repeat(102_400)}y`);
    expect(done.headers["x-oss-hash-crc64ecma"]).toBe(whole.headers["x-oss-hash-crc64ecma"]);
    expect((await complete(id, [[1, ""]])).code).toBe("NoSuchUpload");
  });

  test("take all parts where x-oss-complete-all says so", async () => {
    const id = await initiate();
    await part(id, 2, "v");
    const answer = await signed({
      method: "POST",
      key,
      query: `uploadId=${id}`,
      headers: { "x-oss-complete-all": "yes" },
    });
    expect(answer.status).toBe(200);
    expect((await signed({ key })).text).toBe("v");
  });

  test("refuse wrong parts", async () => {
    const id = await initiate();
    const etag = String((await part(id, 1, "small")).headers.etag);
    const last = String((await part(id, 2, "v")).headers.etag);
    expect(
      (
        await complete(id, [
          [1, etag],
          [2, last],
        ])
      ).code,
    ).toBe("EntityTooSmall");
    expect(
      (
        await complete(id, [
          [2, last],
          [1, etag],
        ])
      ).code,
    ).toBe("InvalidPartOrder");
    expect((await complete(id, [[1, last]])).code).toBe("InvalidPart");
    expect((await complete(id, [[3, last]])).code).toBe("InvalidPart");
    expect((await complete(id, [])).code).toBe("MalformedXML");
    expect((await part(id, 0, "v")).code).toBe("InvalidArgument");
    expect((await part(id, 10_001, "v")).code).toBe("InvalidArgument");
    expect((await part("missing", 1, "v")).code).toBe("NoSuchUpload");
  });

  test("are listed by key and id, and page", async () => {
    const ids = [await initiate(), await initiate()].sort();
    const first = await signed({ query: "uploads&max-uploads=1" });
    expect(first.text).toContain(`<NextUploadIdMarker>${ids[0]}</NextUploadIdMarker>`);
    const second = await signed({ query: `uploads&max-uploads=1&key-marker=${key}&upload-id-marker=${ids[0]}` });
    expect(second.text).toContain(`<UploadId>${ids[1]}</UploadId>`);
    expect(second.text).toContain("<IsTruncated>false</IsTruncated>");
    expect((await signed({ method: "DELETE" })).code).toBe("BucketNotEmpty");
  });
});

describe("listing and deleting", () => {
  test("limits and encodings are checked", async () => {
    expect((await signed({ query: "list-type=2&max-keys=0" })).code).toBe("InvalidArgument");
    expect((await signed({ query: "list-type=2&max-keys=1001" })).code).toBe("InvalidArgument");
    expect((await signed({ query: "list-type=2&encoding-type=base64" })).code).toBe("InvalidArgument");
    expect((await signed({ query: "list-type=2&continuation-token=%2A" })).code).toBe("InvalidArgument");
  });

  test("encoding-type=url covers every key", async () => {
    await put("a b/+\u0001", "v");
    const { text } = await signed({ query: "list-type=2&encoding-type=url&prefix=a%20b" });
    expect(text).toContain("<Key>a%20b%2F%2B%01</Key>");
    expect(text).toContain("<Prefix>a%20b</Prefix>");
  });

  test("DeleteMultipleObjects needs its Content-MD5 and between 1 and 1000 keys", async () => {
    const remove = (body: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
      signed({ method: "POST", query: "delete", body, headers });
    expect((await remove("<Delete/>")).code).toBe("MissingArgument");
    expect((await remove("<Delete/>", { "content-md5": "nhB9nTcrtoJr2B01QqQZ1g==" })).code).toBe("InvalidDigest");
    expect((await remove("<Delete/>", { "content-md5": "wXHr7Y/ksc/MOr+xf/g7JQ==" })).status).toBe(400);
  });
});

describe("bucket configurations", () => {
  test("are kept as they are sent", async () => {
    expect((await signed({ query: "cors" })).code).toBe("NoSuchCORSConfiguration");
    await signed({ method: "PUT", query: "cors", body: "<CORSConfiguration/>" });
    expect((await signed({ query: "cors" })).text).toBe("<CORSConfiguration/>");
    expect((await signed({ method: "DELETE", query: "cors" })).status).toBe(204);
    expect(emulator.calls.count("oss", "GetBucketCors")).toBe(2);
  });
});

describe("addresses (oss-v2 3.2)", () => {
  const open = (host: string, path: string): Promise<RawAnswer> =>
    send({ port: emulator.oss.port, path, headers: { host } });

  beforeEach(async () => {
    emulator.oss.createBucket("open", { acl: "public-read-write" });
    await send({ port: emulator.oss.port, method: "PUT", path: "/open/./a//..%2F+b", body: "v" });
  });

  test.each([
    ["path style", "127.0.0.1:1", "/open/./a//..%2F+b"],
    ["an IPv6 address", "[::1]:1", "/open/./a//..%2F+b"],
    ["localhost", "localhost", "/open/./a//..%2F+b"],
    ["a name under localhost", "open.localhost:1", "/./a//..%2F+b"],
    ["the public endpoint", "open.oss-cn-hangzhou.aliyuncs.com", "/./a//..%2F+b"],
    ["the internal endpoint", "open.oss-cn-hangzhou-internal.aliyuncs.com", "/./a//..%2F+b"],
    ["acceleration", "open.oss-accelerate.aliyuncs.com", "/./a//..%2F+b"],
    ["dual-stack", "open.cn-hangzhou.oss.aliyuncs.com", "/./a//..%2F+b"],
    ["a cloud box", "open.cb-1a.cn-hangzhou.oss-cloudbox.aliyuncs.com", "/./a//..%2F+b"],
    ["the S3 endpoint", "open.s3.oss-cn-hangzhou.aliyuncs.com", "/./a//..%2F+b"],
    ["a private endpoint", "open.storage.example.com", "/./a//..%2F+b"],
    ["a CNAME", "static.example.org", "/./a//..%2F+b"],
    ["a host nobody knows, with the bucket in front", "open.unknown.example", "/./a//..%2F+b"],
    ["the whole address in the request line", "open.localhost", "http://open.localhost/./a//..%2F+b"],
  ])("%s", async (_, host, path) => {
    emulator.oss.bindEndpoint("storage.example.com");
    emulator.oss.bindBucket("static.example.org", "open");
    expect((await open(host, path)).text).toBe("v");
  });

  test("path style is forbidden on the vendor's endpoints", async () => {
    expect(await open("oss-cn-hangzhou.aliyuncs.com", "/open/k")).toMatchObject({
      status: 403,
      code: "SecondLevelDomainForbidden",
      ec: "0003-00001401",
    });
  });
});

test("objects on disk are files, and are gone when the emulator is closed", async () => {
  const directory = await mkdtemp(join(tmpdir(), "emulator-test-"));
  const onDisk = await startEmulator({ services: ["oss"], storage: { directory } });
  onDisk.oss.createBucket("open", { acl: "public-read-write" });
  const request = (method: string, path: string, body?: string): Promise<RawAnswer> =>
    send({ port: onDisk.oss.port, method, path, ...(body === undefined ? {} : { body }) });
  await request("PUT", "/open/k", "0123456789");
  await request("PUT", "/open/k", "9876543210");
  await request("POST", "/open/log?append&position=0", "abc");
  await request("POST", "/open/log?append&position=3", "def");
  expect((await request("GET", "/open/k")).text).toBe("9876543210");
  expect((await request("GET", "/open/log")).text).toBe("abcdef");
  const [folder = ""] = await readdir(directory);
  expect(await readdir(join(directory, folder))).toHaveLength(3);
  await request("DELETE", "/open/log");
  expect(await readdir(join(directory, folder))).toHaveLength(1);
  await onDisk.close();
  expect(await readdir(directory)).toEqual([]);
  await rm(directory, { recursive: true });
});

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}
