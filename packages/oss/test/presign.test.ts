import { createAccessKeyCredentials, createProvider, fromFunction } from "@credport/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AnonymousCredentialsProvider, CredentialsProviderFunc, type OssClient } from "../src/index.js";
import { bucket, refuse, setup, testHost, type Setup } from "./fixture.js";
import { stub } from "./socket-fixture.js";

let world: Setup;
let client: OssClient;
const minute = 60_000;

beforeAll(async () => {
  world = await setup();
  ({ client } = world);
  await client.putObject({ bucket, key: "a b.txt", body: "presigned" });
});

afterAll(() => world[Symbol.asyncDispose]());

/** A provider of sessions, each good for `seconds`. */
function sessions(seconds: number) {
  const role = world.emulator.accounts.createRole({ name: "presigner" });
  const source = fromFunction("sts", async () => {
    const { accessKeyId, accessKeySecret, securityToken, expiration } = world.emulator.accounts.issueSession({
      of: role,
      durationSeconds: seconds,
    });
    return createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, expiration, source: "sts" });
  });
  return createProvider(source, { host: world.host });
}

describe.each(["v4", "v1"] as const)("7.4 presign with %s", (signatureVersion) => {
  it("GET, HEAD and PUT work by themselves", async () => {
    const signer = world.newClient({ signatureVersion });
    const get = await signer.presign("GetObject", { bucket, key: "a b.txt", responseContentType: "text/x-one" });
    expect(get).toMatchObject({ method: "GET", signedHeaders: {} });
    expect(get.expiration?.getTime()).toBe(world.host.now() + 15 * minute);
    const answer = await fetch(get.url);
    expect(await answer.text()).toBe("presigned");
    expect(answer.headers.get("content-type")).toBe("text/x-one");
    const head = await signer.presign("HeadObject", { bucket, key: "a b.txt" });
    expect((await fetch(head.url, { method: "HEAD" })).status).toBe(200);
    const put = await signer.presign("PutObject", {
      bucket,
      key: "up.txt",
      contentType: "text/plain",
      metadata: { a: "1" },
    });
    expect(put.signedHeaders).toEqual({ "content-type": "text/plain", "x-oss-meta-a": "1" });
    expect((await fetch(put.url, { method: put.method, headers: put.signedHeaders, body: "up" })).status).toBe(200);
    expect(
      (await fetch(put.url, { method: put.method, headers: { "content-type": "text/other" }, body: "up" })).status,
    ).toBe(403);
    expect((await client.headObject({ bucket, key: "up.txt" })).metadata).toEqual({ a: "1" });
  });

  it("a whole upload in parts", async () => {
    const signer = world.newClient({ signatureVersion });
    const target = { bucket, key: "parts.bin" };
    const begin = await signer.presign("InitiateMultipartUpload", target);
    const uploadId =
      /<UploadId>(.*)<\/UploadId>/.exec(await (await fetch(begin.url, { method: "POST" })).text())?.[1] ?? "";
    const part = await signer.presign("UploadPart", { ...target, uploadId, partNumber: 1 });
    const etag = (await fetch(part.url, { method: "PUT", body: Buffer.from("part") })).headers.get("etag") ?? "";
    const complete = await signer.presign("CompleteMultipartUpload", { ...target, uploadId });
    const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part></CompleteMultipartUpload>`;
    expect((await fetch(complete.url, { method: "POST", body: Buffer.from(body) })).status).toBe(200);
    const abort = await signer.presign("AbortMultipartUpload", { ...target, uploadId });
    expect((await fetch(abort.url, { method: "DELETE" })).status).toBe(404);
  });

  it("stops working when it says", async () => {
    const signer = world.newClient({ signatureVersion });
    const { url, expiration } = await signer.presign("GetObject", { bucket, key: "a b.txt" }, { expires: 10 * minute });
    expect((await fetch(url)).status).toBe(200);
    world.host.clock.jump((expiration?.getTime() ?? 0) - world.host.now() + 1000);
    expect((await fetch(url)).status).toBe(403);
  });
});

describe("7.4 how long a link lives", () => {
  it("an absolute time wins over a relative one", async () => {
    const expiration = new Date(world.host.now() + 3 * minute);
    const result = await client.presign("GetObject", { bucket, key: "k" }, { expiration, expires: minute });
    expect(result.expiration).toEqual(expiration);
    expect(result.url).toContain("x-oss-expires=180");
  });

  it("seven days are the limit of V4, and V1 has none", async () => {
    const week = 7 * 24 * 60 * minute;
    await expect(client.presign("GetObject", { bucket, key: "k" }, { expires: week })).resolves.toMatchObject({
      method: "GET",
    });
    await expect(client.presign("GetObject", { bucket, key: "k" }, { expires: week + 1000 })).rejects.toThrow(
      "expires should be not greater than 604800(seven days)",
    );
    const justOver = await client.presign("GetObject", { bucket, key: "k" }, { expires: week + 999 });
    expect(justOver.url).toContain("x-oss-expires=604800");
    const v1 = world.newClient({ signatureVersion: "v1" });
    await expect(v1.presign("GetObject", { bucket, key: "k" }, { expires: 2 * week })).resolves.toMatchObject({
      method: "GET",
    });
  });

  it.each([0, -1, NaN, Infinity, 999])("%d ms is no life", async (expires) => {
    await expect(client.presign("GetObject", { bucket, key: "k" }, { expires })).rejects.toThrow(
      "invalid field, Expires.",
    );
  });

  it("refreshes first when the session is shorter than the link", async () => {
    const provider = sessions(3600);
    const signer = world.newClient({ credentialsProvider: provider });
    await signer.presign("GetObject", { bucket, key: "k" });
    world.host.clock.jump(50 * minute);
    const { expiration } = await signer.presign("GetObject", { bucket, key: "k" }, { expires: 30 * minute });
    expect(provider.status().loads).toBe(2);
    expect(expiration?.getTime()).toBe(world.host.now() + 30 * minute);
    await provider[Symbol.asyncDispose]();
  });

  it("never outlives its session unnoticed", async () => {
    const provider = sessions(900);
    const signer = world.newClient({ credentialsProvider: provider });
    const { expiration, url } = await signer.presign("GetObject", { bucket, key: "a b.txt" }, { expires: 60 * minute });
    expect(expiration).toEqual((await provider.getCredentials()).expiration);
    expect(url).toContain("x-oss-expires=900");
    const refused = signer.presign("GetObject", { bucket, key: "k" }, { expires: 60 * minute, minTtl: 30 * minute });
    await expect(refused).rejects.toMatchObject({ cause: { code: "INSUFFICIENT_TTL" } });
    await provider[Symbol.asyncDispose]();
  });

  it("says so for providers that cannot refresh, too", async () => {
    const expiration = new Date(world.host.now() + 5 * minute);
    const credentialsProvider = new CredentialsProviderFunc(() => ({
      accessKeyId: "id",
      accessKeySecret: "s",
      securityToken: "t",
      expiration,
    }));
    const signer = world.newClient({ credentialsProvider });
    expect((await signer.presign("GetObject", { bucket, key: "k" })).expiration).toEqual(expiration);
    await expect(signer.presign("GetObject", { bucket, key: "k" }, { minTtl: 10 * minute })).rejects.toMatchObject({
      cause: { code: "INSUFFICIENT_TTL" },
    });
  });

  it("7.4: makes no link that is over before its first second is", async () => {
    const session = (left: number) =>
      new CredentialsProviderFunc(() => ({
        accessKeyId: "id",
        accessKeySecret: "s",
        securityToken: "t",
        expiration: new Date(world.host.now() + left),
      }));
    const presign = (left: number) =>
      world.newClient({ credentialsProvider: session(left) }).presign("GetObject", { bucket, key: "k" });
    expect((await presign(1000)).url).toContain("x-oss-expires=1&");
    await expect(presign(999)).rejects.toMatchObject({ cause: { code: "INSUFFICIENT_TTL" } });
    await expect(presign(0)).rejects.toMatchObject({ cause: { code: "EXPIRED" } });
  });

  it("signs further headers and query items, which whoever uses the link must send", async () => {
    const signer = world.newClient({ additionalHeaders: ["X-Mine", "Cache-Control", "host", "absent"] });
    const further = {
      headers: { "x-mine": "1", "x-oss-meta-b": "2", "x-other": "3" },
      query: { "x-oss-process": "p" },
    };
    const { url, signedHeaders } = await signer.presign(
      "PutObject",
      { bucket, key: "further", cacheControl: "no-cache" },
      further,
    );
    expect(signedHeaders).toEqual({ "x-mine": "1", "cache-control": "no-cache", "x-oss-meta-b": "2" });
    const query = new URL(url).searchParams;
    expect(query.get("x-oss-additional-headers")).toBe("cache-control;host;x-mine");
    expect(query.get("x-oss-process")).toBe("p");
    const body = Buffer.from("x");
    expect((await fetch(url, { method: "PUT", headers: signedHeaders, body })).status).toBe(200);
    const wrong = await fetch(url, { method: "PUT", headers: { ...signedHeaders, "x-mine": "2" }, body });
    expect(wrong.status).toBe(403);
  });

  it("guesses no content type and sends no MD5, sets no date header", async () => {
    const { url, signedHeaders } = await client.presign("PutObject", { bucket, key: "page.html" });
    expect(signedHeaders).toEqual({});
    expect((await fetch(url, { method: "PUT", body: Buffer.from("x"), headers: { "x-other": "1" } })).status).toBe(200);
  });

  it("fails as an operation when there are no keys to sign with", async () => {
    const keyless = new CredentialsProviderFunc(() => ({ accessKeyId: "", accessKeySecret: "" }));
    const signer = world.newClient({ credentialsProvider: keyless });
    await expect(signer.presign("GetObject", { bucket, key: "k" })).rejects.toMatchObject({
      name: "OperationError",
      cause: { message: "SigningContext.Credentials is null or empty." },
    });
  });

  it("signs with the session in hand where another cannot be got, for as long as that lives", async () => {
    let loads = 0;
    const source = fromFunction("sts", async () => {
      if ((loads += 1) > 1) throw new Error("out of service");
      const expiration = new Date(world.host.now() + 30 * minute);
      const keys = { accessKeyId: "id", accessKeySecret: "secret", securityToken: "token" };
      return createAccessKeyCredentials({ ...keys, expiration, source: "sts" });
    });
    const credentialsProvider = createProvider(source, { host: world.host });
    const signer = world.newClient({ credentialsProvider });
    const first = await signer.presign("GetObject", { bucket, key: "k" });
    world.host.clock.jump(20 * minute);
    const second = await signer.presign("GetObject", { bucket, key: "k" });
    expect(loads).toBe(2);
    expect(first.expiration?.getTime()).toBe(world.host.now() - 5 * minute);
    expect(second.expiration?.getTime()).toBe(world.host.now() + 10 * minute);
    expect(second.url).toContain("x-oss-expires=600&");
    const longer = signer.presign("GetObject", { bucket, key: "k" }, { minTtl: 15 * minute });
    await expect(longer).rejects.toMatchObject({ name: "OperationError" });
  });

  it("ends when it was asked to, however long the provider took", async () => {
    const host = testHost();
    const slow = new CredentialsProviderFunc(() => (host.clock.jump(5 * minute), world.keys));
    const signer = world.newClient({ host, credentialsProvider: slow });
    const expiration = new Date(host.now() + 15 * minute);
    const presigned = await signer.presign("GetObject", { bucket, key: "k" }, { expiration });
    expect(presigned.expiration).toEqual(expiration);
    expect(presigned.url).toContain("x-oss-expires=600&");
    const late = signer.presign("GetObject", { bucket, key: "k" }, { expiration: new Date(host.now() + minute) });
    await expect(late).rejects.toThrow("invalid field, Expires.");
  });

  it("does not outlive its session where the local clock is behind", async () => {
    const host = testHost();
    const end = host.now() + 70 * minute;
    const session = { ...world.keys, expiration: new Date(end) };
    const { client: signer } = await stub(
      (response, attempt) => {
        const date = new Date(host.now() + 60 * minute).toUTCString();
        if (attempt === 1) refuse(response, 403, "RequestTimeTooSkewed", { date });
        else response.end();
      },
      { host, credentialsProvider: new CredentialsProviderFunc(() => session) },
    );
    await signer.deleteObject({ bucket, key: "k" });
    const { url, expiration } = await signer.presign("GetObject", { bucket, key: "k" });
    expect(url).toContain("x-oss-expires=600&");
    expect(expiration?.getTime()).toBe(end - 60 * minute);
  });

  it.each(["before", "while it asks"])("can be stopped %s, though the provider is deaf to the signal", async (when) => {
    const deaf = new CredentialsProviderFunc(() => new Promise(() => undefined));
    const controller = new AbortController();
    const reason = new Error("enough");
    if (when === "before") controller.abort(reason);
    const { signal } = controller;
    const presigned = world
      .newClient({ credentialsProvider: deaf })
      .presign("GetObject", { bucket, key: "k" }, { signal });
    controller.abort(reason);
    await expect(presigned).rejects.toMatchObject({
      name: "OperationError",
      operation: "GetObject",
      cause: { name: "CanceledError", cause: reason },
    });
  });

  it("asks the service nothing", async () => {
    const before = world.emulator.calls.count();
    await client.presign("GetObject", { bucket, key: "k" });
    expect(world.emulator.calls.count()).toBe(before);
  });

  it("is plain for anonymous access, and refused for other operations", async () => {
    const anonymous = world.newClient({ credentialsProvider: new AnonymousCredentialsProvider() });
    const { url } = await anonymous.presign("GetObject", { bucket, key: "a b" });
    expect(url).toBe(`${world.emulator.oss.url}/${bucket}/a%20b`);
    await expect(Reflect.apply(client.presign, client, ["CopyObject", { bucket, key: "k" }])).rejects.toThrow(
      "invalid field, request",
    );
  });
});

describe("keys", () => {
  it("any Unicode key goes through put, list, get, presign and delete", async () => {
    const key = fc
      .string({ unit: "binary", minLength: 1, maxLength: 40 })
      .filter((text) => !/\p{Surrogate}/u.test(text) && Buffer.byteLength(text) <= 1023);
    await fc.assert(
      fc.asyncProperty(key, async (name) => {
        const body = `body of ${name}`;
        await client.putObject({ bucket, key: `any/${name}`, body });
        expect(await (await client.getObject({ bucket, key: `any/${name}` })).body.text()).toBe(body);
        const { contents } = await client.listObjectsV2({ bucket, prefix: "any/" });
        expect(contents.map((each) => each.key)).toEqual([`any/${name}`]);
        const { url } = await client.presign("HeadObject", { bucket, key: `any/${name}` });
        expect(await rawStatus(url)).toBe(200);
        await client.deleteObject({ bucket, key: `any/${name}` });
      }),
      {
        numRuns: 60,
        examples: [[".."], ["../.."], ["a/../b"], ["//"], ["\u0000"], ["%2e%2e"], ["+ &?#"], ["𝄞"], ["\u0001\u001f"]],
      },
    );
  });

  it("any metadata value comes back as it was", async () => {
    const value = fc
      .string({ unit: "grapheme", maxLength: 40 })
      .filter((text) => !/\p{Surrogate}/u.test(text) && !/[\p{Cc}]/u.test(text));
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        await client.putObject({ bucket, key: "meta", body: "", metadata: { v: text } });
        expect((await client.headObject({ bucket, key: "meta" })).metadata["v"] ?? "").toBe(text.trim());
      }),
      { numRuns: 40 },
    );
  });
});

/** The status of a HEAD to exactly this URL: `fetch` would fold its dot segments. */
async function rawStatus(url: string): Promise<number> {
  const { request } = await import("node:http");
  const [, host = "", port = "", path = "/"] = /^http:\/\/([^:/]+):(\d+)(.*)$/.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    request({ method: "HEAD", host, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}
