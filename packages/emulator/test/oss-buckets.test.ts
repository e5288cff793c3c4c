import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { startEmulator } from "../src/index.js";
import { ossFixture } from "./oss-fixture.js";
import { send, type RawAnswer } from "./raw-oss.js";

const oss = ossFixture();
const signed = oss.signed.bind(oss);
const put = oss.put.bind(oss);

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
    expect(oss.emulator.calls.count("oss", "GetBucketCors")).toBe(2);
  });
});

describe("addresses (oss-v2 3.2)", () => {
  const open = (host: string, path: string): Promise<RawAnswer> =>
    send({ port: oss.emulator.oss.port, path, headers: { host } });

  beforeEach(async () => {
    oss.emulator.oss.createBucket("open", { acl: "public-read-write" });
    await send({ port: oss.emulator.oss.port, method: "PUT", path: "/open/./a//..%2F+b", body: "v" });
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
    oss.emulator.oss.bindEndpoint("storage.example.com");
    oss.emulator.oss.bindBucket("static.example.org", "open");
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
