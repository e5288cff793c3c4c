import type { ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { TransportError } from "../src/index.js";
import { bucket, setup, stubClient, testHost, type StubHandler } from "./fixture.js";
import { rejection, stub, until } from "./socket-fixture.js";

describe("2.1 raw paths on a real socket", () => {
  it.each(["../a", "a/../b", "./a", "/a//b/", "a/%2e%2e/b", "a/./", "..", "?a=b#c", "a b+c&d=e", "夏/é", "!*'()"])(
    "key %s arrives as it is",
    async (key) => {
      const { server, client } = await stub((response) => response.end());
      await client.putObject({ bucket, key, body: "x" });
      const expected = encodeURIComponent(key)
        .replaceAll("%2F", "/")
        .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
      expect(server.requests[0]?.path).toBe(`/${bucket}/${expected}`);
    },
  );

  it("is the same for requests that go over node:http", async () => {
    const { server, client } = await stub((response) => response.end());
    await client.putObject({ bucket, key: "a/../b//c", body: "x" }, { headers: { Expect: "100-continue" } });
    expect(server.requests[0]?.path).toBe("/my-bucket/a/../b//c");
  });
});

describe("4 what is sent", () => {
  it("lengths where they are known, chunks where they are not, no compression, no Expect", async () => {
    const { server, client } = await stub((response) => response.end());
    const stream = () => new Blob(["abc"]).stream();
    await client.putObject({ bucket, key: "k", body: "abc" });
    await client.putObject({ bucket, key: "k", body: stream() });
    await client.putObject({ bucket, key: "k", body: stream(), contentLength: 3 });
    await client.getObject({ bucket, key: "k" });
    const [known, chunked, given, get] = server.requests.map(({ headers }) => headers);
    expect(known).toMatchObject({ "content-length": "3" });
    expect(known).not.toHaveProperty("expect");
    expect(known).not.toHaveProperty("content-md5");
    expect(chunked).toMatchObject({ "transfer-encoding": "chunked" });
    expect(given).toMatchObject({ "content-length": "3" });
    expect(get).not.toHaveProperty("accept-encoding");
    expect(get).toMatchObject({ "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" });
    expect(get?.["user-agent"]).toMatch(/^credport-oss\/\S+ \(linux\/-\/\w+;Node\.js\/[\d.]+\)$/);
  });

  it("typed fields win over common headers, those over defaults; a user agent is appended", async () => {
    const { server, client } = await stub((response) => response.end(), { userAgent: "app/1" });
    const options = {
      headers: { "Content-Type": "text/common", "X-Oss-Meta-Common": "1", "Cache-Control": "no-store" },
      query: { extra: "1" },
    };
    await client.putObject({ bucket, key: "k.json", body: "", cacheControl: "no-cache" }, options);
    const [{ headers, path } = { headers: undefined, path: "" }] = server.requests;
    expect(headers).toMatchObject({ "cache-control": "no-cache", "x-oss-meta-common": "1" });
    expect(headers?.["user-agent"]).toMatch(/\/app\/1$/);
    expect(headers).toMatchObject({ "content-type": "text/common" });
    expect(path).toBe("/my-bucket/k.json?extra=1");
  });
});

describe("4 bodies of the wrong length", () => {
  async function* bytes(count: number): AsyncIterable<Uint8Array> {
    yield Buffer.alloc(count);
  }

  it.each([
    [3, 5],
    [7, 5],
  ])("%d bytes announced as %d", async (actual, contentLength) => {
    const { client } = await stub((response) => response.end());
    for (const headers of [{}, { expect: "100-continue" }]) {
      const error = await rejection(
        client.putObject({ bucket, key: "k", body: bytes(actual), contentLength }, { headers }),
      );
      expect(error).toMatchObject({ name: "ClientError", code: "BodyLengthMismatch" });
      const announced = { headers: { ...headers, "Content-Length": String(contentLength) } };
      const byHeader = await rejection(client.putObject({ bucket, key: "k", body: bytes(actual) }, announced));
      expect(byHeader).toMatchObject({ name: "ClientError", code: "BodyLengthMismatch" });
    }
  });

  it("a length among the headers is that of a stream, and must be one", async () => {
    const { server, client } = await stub((response) => response.end());
    await client.putObject({ bucket, key: "k", body: bytes(5) }, { headers: { "content-length": "5" } });
    expect(server.requests[0]).toMatchObject({ headers: { "content-length": "5" }, body: Buffer.alloc(5) });
    const refused = client.putObject({ bucket, key: "k", body: bytes(5) }, { headers: { "content-length": "five" } });
    await expect(refused).rejects.toThrow("invalid field, ContentLength.");
  });

  it("keeps the error of a source that fails", async () => {
    const { client } = await stub((response) => response.end());
    const broken = new Error("disk gone");
    async function* failing(): AsyncIterable<Uint8Array> {
      yield Buffer.alloc(10);
      throw broken;
    }
    const error = await rejection(client.putObject({ bucket, key: "k", body: failing() }));
    expect(error).toMatchObject({ name: "OperationError", cause: broken });
  });
});

describe("4.1 connections", () => {
  it.each([
    ["node:http", {}],
    ["undici", { maxConnections: 1 }],
  ])("over %s, a progress listener that throws ends its download, and no more", async (_name, options) => {
    const { client } = await stub((response) => response.end("abc"), options);
    const onProgress = (): never => {
      throw new Error("listener");
    };
    const { body } = await client.getObject({ bucket, key: "k", onProgress });
    await expect(body.bytes()).rejects.toThrow("listener");
    expect(await (await client.getObject({ bucket, key: "k" })).body.text()).toBe("abc");
  });

  it("1,000 HEADs reuse their connections", async () => {
    const { server, client } = await stub((response) => response.setHeader("content-length", "5").end());
    for (let count = 0; count < 1000; count++) await client.headObject({ bucket, key: "k" });
    expect(server.requests).toHaveLength(1000);
    // undici's pool may take a second one when a request follows within the same turn.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it("opens no more than maxConnections", async () => {
    const { server, client } = await stub((response) => setImmediate(() => response.end()), { maxConnections: 3 });
    await Promise.all(Array.from({ length: 60 }, () => client.deleteObject({ bucket, key: "k" })));
    expect(server.connections()).toBeLessThanOrEqual(3);
  });

  it("uses a given dispatcher, and leaves it open", async () => {
    const dispatcher = new Agent();
    const { client } = await stub((response) => response.end(), { dispatcher });
    await client.deleteObject({ bucket, key: "k" });
    await client.close();
    expect(dispatcher.closed).toBe(false);
    await dispatcher.close();
  });

  it("can be closed before it is used, and takes no request afterwards", async () => {
    const unused = stubClient({ url: "http://127.0.0.1:9" });
    await unused.close();
    await expect(unused.getObject({ bucket, key: "late" })).rejects.toMatchObject({ name: "OperationError" });
  });

  it("waits for what is under way when it is closed", async () => {
    let release: () => void = () => undefined;
    const { server, client } = await stub((response) => (release = () => response.end("late")));
    const get = client.invoke({ operation: "Get", method: "GET", bucket, key: "k" });
    await until(() => server.requests.length === 1);
    const closing = client.close();
    release();
    expect((await get).statusCode).toBe(200);
    await closing;
  });

  it("repeats nothing on its own: a redirect is an error, unless followed", async () => {
    const handler: StubHandler = (response, attempt) =>
      attempt % 2 === 1 ? response.writeHead(307, { location: "/other/../k?x=1" }).end() : response.end("there");
    const strict = await stub(handler);
    await expect(strict.client.getObject({ bucket, key: "k" })).rejects.toThrow("Http Status Code: 307");
    const following = await stub(handler, { enabledRedirect: true });
    expect(await (await following.client.getObject({ bucket, key: "k" })).body.text()).toBe("there");
    expect(following.server.requests[1]?.path).toBe("/other/../k?x=1");
    expect(following.server.requests[1]?.headers).toHaveProperty("authorization");
  });

  it("takes the signature to no other host", async () => {
    const elsewhere = await stub((response) => response.end("there"));
    const { client } = await stub(
      (response) => response.writeHead(302, { location: `${elsewhere.server.url}/k` }).end(),
      { enabledRedirect: true },
    );
    await client.getObject({ bucket, key: "k" });
    expect(elsewhere.server.requests[0]?.headers).not.toHaveProperty("authorization");
  });

  it("a proxy gets http requests in absolute form, with its sign-in", async () => {
    const proxy = await stub((response) => response.end("proxied"));
    const { client } = await stub((response) => response.end(), {
      endpoint: "http://oss.example.com",
      proxyHost: proxy.server.url.replace("//", "//user:pass@"),
    });
    for (const headers of [{}, { expect: "100-continue" }])
      await client.putObject({ bucket, key: "a/../b", body: "x" }, { headers });
    for (const { path, headers } of proxy.server.requests) {
      expect(path).toBe("http://my-bucket.oss.example.com/a/../b");
      expect(headers).toMatchObject({ host: "my-bucket.oss.example.com", "proxy-authorization": "Basic dXNlcjpwYXNz" });
    }
    expect(proxy.server.requests).toHaveLength(2);
  });
});

describe("4 Expect: 100-continue", () => {
  const expecting = { headers: { Expect: "100-continue" } };

  it("waits for the go-ahead, then sends the body", async () => {
    const world = await setup();
    onTestFinished(() => world[Symbol.asyncDispose]());
    const put = await world.client.putObject({ bucket, key: "k", body: Buffer.alloc(300_000, 1) }, expecting);
    expect(put.statusCode).toBe(200);
    expect((await world.client.headObject({ bucket, key: "k" })).contentLength).toBe(300_000);
  });

  it("does not count the time until there is a connection", async () => {
    const host = testHost();
    let answer: () => unknown = () => undefined;
    const { server, client } = await stub(
      (response, attempt) => (attempt === 1 ? (answer = () => response.end()) : response.end()),
      { host, maxConnections: 1 },
    );
    const first = client.putObject({ bucket, key: "k", body: "x" }, expecting);
    await until(() => server.requests.length === 1);
    let taken = false;
    const body = async function* (): AsyncIterable<Uint8Array> {
      taken = true;
      yield Buffer.from("y");
    };
    const second = client.putObject({ bucket, key: "k", body: body() }, expecting);
    await new Promise(setImmediate);
    await host.clock.advance(1_001);
    await new Promise(setImmediate);
    expect(taken).toBe(false);
    answer();
    await Promise.all([first, second]);
    expect(server.requests.map((request) => request.body.toString())).toEqual(["x", "y"]);
  });

  it("gives up a proxy that does not answer", async () => {
    const sockets: Socket[] = [];
    const proxy = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = proxy.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { client } = await stub((response) => response.end(), {
      endpoint: "https://oss.example.com",
      proxyHost: `http://127.0.0.1:${String(port)}`,
      connectTimeout: 1,
      retryMaxAttempts: 1,
    });
    const refused = client.putObject({ bucket, key: "k", body: "x" }, { headers: { expect: "100-continue" } });
    await expect(refused).rejects.toMatchObject({ cause: { code: "IDLE_TIMEOUT" } });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });

  it("keeps the body when the answer is a refusal", async () => {
    let received = 0;
    const server = createServer((socket) => {
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1").split("\r\n\r\n")[1]?.length ?? 0;
        socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
    const { client } = await stub((response) => response.end(), { endpoint: url });
    await expect(client.putObject({ bucket, key: "k", body: Buffer.alloc(100_000) }, expecting)).rejects.toThrow("403");
    expect(received).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("4 read/write timeout", () => {
  it("ends a request on which no byte moves, and retries it", async () => {
    const host = testHost();
    const { server, client } = await stub((response, attempt) => (attempt === 1 ? undefined : response.end("late")), {
      host,
      readWriteTimeout: 3_000,
    });
    const get = client.getObject({ bucket, key: "k" });
    await until(() => server.requests.length === 1);
    await host.clock.advance(2_999);
    expect(server.requests).toHaveLength(1);
    await host.clock.advance(2);
    expect(await (await get).body.text()).toBe("late");
  });

  it("is set per request, also on a pooled connection, and keeps limits below a second", async () => {
    const host = testHost();
    const { server, client } = await stub((response, attempt) => (attempt === 1 ? response.end() : undefined), {
      host,
      retryMaxAttempts: 1,
      maxConnections: 1,
    });
    await client.deleteObject({ bucket, key: "k" });
    const slow = rejection(client.deleteObject({ bucket, key: "k" }, { readWriteTimeout: 200 }));
    await until(() => server.requests.length === 2);
    expect(server.connections()).toBe(1);
    await host.clock.advance(201);
    expect(await slow).toMatchObject({ cause: expect.any(TransportError) });
  });

  it("does not count the wait for a connection that others use", async () => {
    const host = testHost();
    const answers: ServerResponse[] = [];
    const { server, client } = await stub((response) => answers.push(response), {
      host,
      retryMaxAttempts: 1,
      maxConnections: 1,
    });
    const first = client.getObject({ bucket, key: "first" });
    await until(() => answers.length === 1);
    const second = client.deleteObject({ bucket, key: "second" });
    answers[0]?.flushHeaders();
    const pieces = (await first).body[Symbol.asyncIterator]();
    for (const piece of ["a", "b", "c"]) {
      answers[0]?.write(piece);
      await pieces.next();
      await host.clock.advance(9_000);
    }
    answers[0]?.end();
    await pieces.next();
    await until(() => answers.length === 2);
    answers[1]?.end();
    expect((await second).statusCode).toBe(200);
    expect(server.connections()).toBe(1);
  });

  it("counts a source that stalls", async () => {
    const host = testHost();
    const { client } = await stub((response) => response.end(), { host });
    let waiting = false;
    async function* stalled(): AsyncIterable<Uint8Array> {
      yield Buffer.alloc(10);
      waiting = true;
      await new Promise(() => undefined);
    }
    const put = rejection(client.putObject({ bucket, key: "k", body: stalled() }));
    await until(() => waiting);
    await host.clock.advance(10_001);
    expect(await put).toMatchObject({ cause: { code: "IDLE_TIMEOUT" } });
  });

  it("lets an upload drain for longer than the limit, as long as bytes move", async () => {
    const host = testHost();
    const size = 32 * 1024 * 1024;
    let received = 0;
    let over = false;
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on("data", (chunk) => {
        received += chunk.length;
        socket.pause();
        // Each piece takes a while of the clock, well under the limit; the whole takes far more than it.
        void host.clock.advance(10).then(() => socket.resume());
        if (received >= size && !over) {
          over = true;
          socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
    const { client } = await stub((response) => response.end(), {
      host,
      endpoint: url,
      readWriteTimeout: 3_000,
      retryMaxAttempts: 1,
    });
    const before = host.clock.now();
    const put = await client.putObject({ bucket, key: "k", body: Buffer.alloc(size, 1) });
    expect(put.statusCode).toBe(200);
    expect(host.clock.now() - before).toBeGreaterThan(3_000);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("3 bandwidth limits", () => {
  it("hold uploads and downloads to KiB per second beyond the burst", async () => {
    const host = testHost();
    const { client } = await stub((response) => response.end(Buffer.alloc(6 * 1024 * 1024)), {
      host,
      uploadBandwidthLimit: 1024,
      downloadBandwidthLimit: 2048,
    });
    await client.putObject({ bucket, key: "k", body: Buffer.alloc(6 * 1024 * 1024) });
    const uploading = host.waits.reduce((sum, wait) => sum + wait, 0);
    // 6 MiB less the 4 MiB that may pass at once, at 1 MiB a second.
    expect(uploading).toBeCloseTo(2_000, -1);
    host.waits.length = 0;
    await (await client.getObject({ bucket, key: "k" })).body.bytes();
    expect(host.waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(0);
  });
});
