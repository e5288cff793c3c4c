import { createServer, request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { BUCKET, NOW, ossFixture } from "./oss-fixture.js";
import type { RawAnswer } from "./raw-oss.js";

const oss = ossFixture();
const signed = oss.signed.bind(oss);
const put = oss.put.bind(oss);

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
    oss.emulator.faults.corruptBody({ operation: "GetObject", offset: 8 });
    const spoilt = await signed({ key: "k" });
    expect(spoilt.text).toBe("123456788");
    expect(spoilt.headers["x-oss-hash-crc64ecma"]).toBe("11051210869376104954");
    oss.emulator.faults.truncateBody({ operation: "GetObject", bytes: 3 });
    await expect(signed({ key: "k" })).rejects.toThrow("aborted");
    expect((await signed({ key: "k" })).text).toBe("123456789");
  });

  test("a client that waits for 100 Continue gets it once its signature is good", async () => {
    const upload = async (path: string): Promise<{ continued: boolean; status: number }> => {
      const { port } = oss.emulator.oss;
      const headers = { expect: "100-continue", "content-length": "1" };
      const sent = request({ host: "127.0.0.1", port, method: "PUT", path, headers, agent: false });
      let continued = false;
      sent.on("continue", () => {
        continued = true;
        sent.end("v");
      });
      sent.flushHeaders();
      const [response]: IncomingMessage[] = await once(sent, "response");
      response?.resume();
      sent.destroy();
      return { continued, status: response?.statusCode ?? 0 };
    };
    oss.emulator.oss.createBucket("open", { acl: "public-read-write" });
    expect(await upload("/open/k")).toEqual({ continued: true, status: 200 });
    expect(await upload(`/${BUCKET}/k`)).toEqual({ continued: false, status: 403 });
  });

  test("an upload may be refused before its body is read, or its answer be lost", async () => {
    oss.emulator.faults.earlyAnswer({ operation: "PutObject", status: 403, code: "AccessDenied" });
    expect((await put("k", "v")).code).toBe("AccessDenied");
    expect((await signed({ key: "k" })).code).toBe("NoSuchKey");
    oss.emulator.faults.dropConnection({ operation: "PutObject", when: "answer" });
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
    oss.emulator.clock.advance(60_000);
    expect((await signed({ key: "old" })).text).toBe("v");
    expect((await restore()).status).toBe(200);
    oss.emulator.clock.advance(2 * 86_400_000);
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

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}
