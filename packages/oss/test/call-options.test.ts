import { Readable } from "node:stream";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { StaticCredentialsProvider } from "../src/index.js";
import { bucket, denied, setup } from "./fixture.js";
import { stub } from "./socket-fixture.js";
import { content, partSize, transferWorld } from "./transfer-fixture.js";

describe("3 what a call overrides", () => {
  it("the endpoint, in the client's style", async () => {
    const own = await stub((response) => response.end());
    const other = await stub((response) => response.end());
    await own.client.getObject({ bucket, key: "a b" }, { endpoint: other.server.url });
    await own.client.putObject({ bucket, key: "k", body: "x" });
    expect(other.server.requests.map(({ path }) => path)).toEqual(["/my-bucket/a%20b"]);
    expect(own.server.requests.map(({ path }) => path)).toEqual(["/my-bucket/k"]);
    const refused = own.client.getObject({ bucket, key: "k" }, { endpoint: "ftp://example.com" });
    await expect(refused).rejects.toThrow("invalid field, Endpoint.");
  });

  it("the endpoint and the provider, also when a failed upload or copy is aborted", async () => {
    const world = await transferWorld();
    const own = await stub((response) => response.end());
    const credentialsProvider = new StaticCredentialsProvider(world.keys.accessKeyId, world.keys.accessKeySecret);
    const elsewhere = { endpoint: world.emulator.oss.url, credentialsProvider };
    await world.client.putObject({ bucket, key: "s", body: content });
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const input = { bucket, key: "k", onProgress };
    const options = { ...elsewhere, signal: controller.signal };
    const upload = own.client.newUploader({ partSize }).uploadFile(input, world.files.file("source.bin"), options);
    await expect(upload).rejects.toMatchObject({ name: "UploadError" });
    expect(world.count("AbortMultipartUpload")).toBe(1);
    world.emulator.faults.add({ ...denied, operation: "UploadPartCopy" });
    const copier = own.client.newCopier({ partSize, multipartThreshold: 0 });
    await expect(copier.copy({ bucket, key: "k", sourceKey: "s" }, elsewhere)).rejects.toThrow("AccessDenied");
    expect(world.count("AbortMultipartUpload")).toBe(2);
    expect(own.server.requests).toEqual([]);
  });

  it("the signal: one for many calls is no leak that Node would warn of", async () => {
    const { client } = await stub((response) => response.end());
    const warned = vi.fn();
    process.on("warning", warned);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 12 }, () => client.getObject({ bucket, key: "k" }, { signal })));
    process.off("warning", warned);
    expect(warned).not.toHaveBeenCalled();
  });

  it("the HTTP client, which stays open", async () => {
    const { server, client } = await stub((response) => response.end());
    let dispatched = 0;
    const dispatcher = new Agent().compose((dispatch) => (request, handler) => {
      dispatched += 1;
      return dispatch(request, handler);
    });
    await client.putObject({ bucket, key: "k", body: Readable.from([Buffer.from("abc")]) }, { dispatcher });
    await client.deleteObject({ bucket, key: "k" });
    expect(dispatched).toBe(1);
    expect(server.requests.map(({ body }) => body.toString())).toEqual(["abc", ""]);
    await client.close();
    await dispatcher.request({ origin: server.url, path: "/", method: "GET" }).then(({ body }) => body.dump());
    await dispatcher.close();
  });

  it.each(["v4", "v1"] as const)("the place of the %s signature", async (signatureVersion) => {
    const world = await setup({ signatureVersion });
    onTestFinished(() => world[Symbol.asyncDispose]());
    const { client } = world;
    const key = "a b+c";
    const inQuery = { authMethod: "query" } as const;
    await client.putObject({ bucket, key, body: "abc", metadata: { owner: "Li" } }, inQuery);
    const got = await client.getObject({ bucket, key, responseContentType: "text/plain" }, inQuery);
    expect(await got.body.text()).toBe("abc");
    expect(got.metadata).toEqual({ owner: "Li" });
    expect((await client.listObjectsV2({ bucket, prefix: "a b" }, inQuery)).contents).toHaveLength(1);
    const { server, client: stubbed } = await stub((response) => response.end(), { signatureVersion });
    await stubbed.getObject({ bucket, key }, inQuery);
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(server.requests[0]?.path).toContain(signatureVersion === "v4" ? "x-oss-signature=" : "Signature=");
  });
});
