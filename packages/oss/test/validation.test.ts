import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OssClient } from "../src/index.js";
import { bucket, setup, type Setup } from "./fixture.js";

let world: Setup;
let client: OssClient;

beforeAll(async () => {
  world = await setup();
  ({ client } = world);
});

afterAll(() => world[Symbol.asyncDispose]());

describe("3.3 validation, before any network use", () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      "bucket with capitals",
      () => client.putObject({ bucket: "My", key: "k" }),
      "invalid field, OperationInput.Bucket.",
    ],
    ["short bucket", () => client.putObject({ bucket: "ab", key: "k" }), "invalid field, OperationInput.Bucket."],
    [
      "long bucket",
      () => client.putObject({ bucket: "a".repeat(64), key: "k" }),
      "invalid field, OperationInput.Bucket.",
    ],
    ["leading hyphen", () => client.putObject({ bucket: "-abc", key: "k" }), "invalid field, OperationInput.Bucket."],
    ["an empty bucket", () => client.putObject({ bucket: "", key: "k" }), "invalid field, OperationInput.Bucket."],
    ["an empty key", () => client.putObject({ bucket, key: "" }), "invalid field, OperationInput.Key."],
    ["no bucket", () => Reflect.apply(client.putObject, client, [{ key: "k" }]), "missing required field, Bucket."],
    ["no key", () => Reflect.apply(client.getObject, client, [{ bucket }]), "missing required field, Key."],
    ["a number as key", () => Reflect.apply(client.getObject, client, [{ bucket, key: 5 }]), "OperationInput.Key."],
    ["no upload id", () => client.listParts({ bucket, key: "k", uploadId: "" }), "missing required field, UploadId."],
    [
      "no position",
      () => Reflect.apply(client.appendObject, client, [{ bucket, key: "k" }]),
      "missing required field, Position.",
    ],
    [
      "no source key",
      () => client.copyObject({ bucket, key: "k", sourceKey: "" }),
      "missing required field, SourceKey.",
    ],
    [
      "a source bucket with blanks",
      () => client.copyObject({ bucket, key: "k", sourceKey: "s", sourceBucket: "a b" }),
      "invalid field, SourceBucket.",
    ],
    [
      "a lone surrogate among the keys to delete",
      () => client.deleteMultipleObjects({ bucket, objects: [{ key: "k" }, { key: "\udfff" }] }),
      "invalid field, Objects.Key.",
    ],
    [
      "a time that is none",
      () => client.getObject({ bucket, key: "k", ifModifiedSince: new Date(NaN) }),
      "invalid field, ifModifiedSince.",
    ],
    [
      "a number in a header",
      () => Reflect.apply(client.putObject, client, [{ bucket, key: "k", metadata: { a: 1 } }]),
      "invalid field, Headers.x-oss-meta-a.",
    ],
    [
      "a stream that was destroyed",
      () => client.putObject({ bucket, key: "k", body: Readable.from(["x"]).destroy() }),
      "invalid field, Body.",
    ],
    [
      "a stream that was read",
      async () => {
        const body = Readable.from(["x"]);
        await body.toArray();
        await client.putObject({ bucket, key: "k", body });
      },
      "invalid field, Body.",
    ],
    [
      "a web stream that somebody reads",
      async () => {
        const body = new Blob(["x"]).stream();
        body.getReader();
        await client.putObject({ bucket, key: "k", body });
      },
      "invalid field, Body.",
    ],
    [
      "a negative length",
      () => client.putObject({ bucket, key: "k", body: Readable.from(["x"]), contentLength: -1 }),
      "invalid field, ContentLength.",
    ],
    [
      "a length that the body does not have",
      () => client.putObject({ bucket, key: "k", body: "abc", contentLength: 5 }),
      "3 bytes instead of 5",
    ],
    [
      "empty key through invoke",
      () => client.invoke({ operation: "X", method: "GET", bucket, key: "" }),
      "invalid field, OperationInput.Key.",
    ],
    ["lone surrogate", () => client.putObject({ bucket, key: "\ud800" }), "invalid field, OperationInput.Key."],
    ["no request", () => Reflect.apply(client.getObject, client, [null]), "null field, request."],
    [
      "wrong body",
      () => Reflect.apply(client.putObject, client, [{ bucket, key: "k", body: 5 }]),
      "type not support, Body.",
    ],
    [
      "method",
      () => Reflect.apply(client.invoke, client, [{ operation: "X", method: "PATCH" }]),
      "invalid field, OperationInput.Method.",
    ],
    [
      "line break in a header",
      () => client.putObject({ bucket, key: "k", metadata: { a: "1\r\nx: y" } }),
      "invalid field, Headers.x-oss-meta-a.",
    ],
    [
      "a blank in a header's name",
      () => client.putObject({ bucket, key: "k", metadata: { "a b": "1" } }),
      "invalid field, Headers.x-oss-meta-a b.",
    ],
    [
      "a control character in a header",
      () => client.putObject({ bucket, key: "k", metadata: { a: "\u0001" } }),
      "invalid field, Headers.x-oss-meta-a.",
    ],
    [
      "over 1,000 objects to delete",
      () => client.deleteMultipleObjects({ bucket, objects: Array.from({ length: 1001 }, () => ({ key: "k" })) }),
      "invalid field, Objects.",
    ],
    ["no request to put", () => Reflect.apply(client.putObject, client, [null]), "null field, request."],
    [
      "lone surrogate in a source",
      () => client.copyObject({ bucket, key: "k", sourceKey: "\ud800" }),
      "serialization failed",
    ],
    ["lone surrogate in a query", () => client.listObjectsV2({ bucket, prefix: "\ud800" }), "serialization failed"],
    [
      "parts over 5 GiB",
      () => client.newUploader({ partSize: 6 * 1024 ** 3 }).uploadFrom({ bucket, key: "k" }, Readable.from(["x"])),
      "invalid field, PartSize.",
    ],
    ["negative position", () => client.appendObject({ bucket, key: "k", position: -1 }), "invalid field, Position."],
    ["no part size", async () => client.newUploader({ partSize: -1 }), "invalid field, PartSize."],
    [
      "no threshold",
      async () => client.newCopier({ multipartThreshold: -1 }),
      "invalid field, MultipartCopyThreshold.",
    ],
    [
      "no chunk to read ahead",
      () => client.openFile({ bucket, key: "k" }, { chunkSize: 0 }),
      "invalid field, ChunkSize.",
    ],
    [
      "no prefetching",
      () => client.openFile({ bucket, key: "k" }, { prefetchCount: 0.5 }),
      "invalid field, PrefetchNum.",
    ],
    [
      "no prefetching ever",
      () => client.openFile({ bucket, key: "k" }, { prefetchThreshold: NaN }),
      "invalid field, PrefetchThreshold.",
    ],
    ["no parallel", async () => client.newDownloader({ parallel: 0 }), "invalid field, ParallelNum."],
  ])("%s", async (_name, call, message) => {
    const before = world.emulator.calls.count();
    await expect(call()).rejects.toThrow(message);
    expect(world.emulator.calls.count()).toBe(before);
  });

  it("every operation rejects a request that is not there, and throws nothing", async () => {
    const methods = new Map<string, unknown>();
    for (
      let each: unknown = client;
      each instanceof Object && each !== Object.prototype;
      each = Reflect.getPrototypeOf(each)
    ) {
      for (const name of Object.getOwnPropertyNames(each)) methods.set(name, Reflect.get(each, name));
    }
    const others = /^(?:constructor|runtime|close|presign|new[A-Z].*|.*Pages|.*File)$/;
    const operations = [...methods].filter(([name]) => !others.test(name));
    expect(operations.length).toBeGreaterThanOrEqual(35);
    for (const [name, method] of operations) {
      if (typeof method !== "function") throw new Error(`${name} is no method`);
      const call: unknown = Reflect.apply(method, client, [null]);
      await expect(call, name).rejects.toThrow("null field, request.");
    }
  });

  it.each<[string, object, string]>([
    ["no provider", { credentialsProvider: undefined }, "CredentialsProvider"],
    ["no region for V4", { region: undefined }, "Region"],
    ["no endpoint at all", { region: undefined, endpoint: undefined, signatureVersion: "v1" }, "Endpoint"],
    ["a proxy that is none", { proxyHost: "no url" }, "ProxyHost"],
    ["a negative timeout", { connectTimeout: -1 }, "connectTimeout"],
    ["half a connection", { maxConnections: 0.5 }, "maxConnections"],
    ["a user agent of two lines", { userAgent: "a\r\nb" }, "user-agent"],
    ["one additional header for a list", { additionalHeaders: "host" }, "AdditionalHeaders"],
    ["a name to bind to", { bindAddress: "eth0" }, "BindAddress"],
    ["an endpoint of another scheme", { endpoint: "ftp://oss.example.com" }, "Endpoint"],
    ["a region with capitals and no endpoint", { region: "CN", endpoint: undefined }, "Endpoint"],
    ["no limit at all", { uploadBandwidthLimit: 0 }, "uploadBandwidthLimit"],
    ["a signature version", { signatureVersion: "v3" }, "SignatureVersion"],
  ])("client with %s", (_name, options, field) => {
    expect(() => world.newClient(options)).toThrow(field);
  });
});
