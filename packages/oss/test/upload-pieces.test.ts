import type { ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { Readable } from "node:stream";
import { Agent } from "undici";
import { describe, expect, it } from "vitest";
import { bucket, stubServer, testHost } from "./fixture.js";
import { rejection, stub, until } from "./socket-fixture.js";

describe("4 bodies in pieces", () => {
  const pieces = (): Readable => Readable.from([Buffer.alloc(100_000, 1), Buffer.alloc(100_000, 2)]);

  it("go to a given dispatcher, as all requests do", async () => {
    let dispatched = 0;
    const agent = new Agent().compose((dispatch) => (request, handler) => {
      dispatched += 1;
      return dispatch(request, handler);
    });
    const { server, client } = await stub((response) => response.end(), { dispatcher: agent });
    await client.putObject({ bucket, key: "k", body: pieces(), contentLength: 200_000 });
    expect(server.requests[0]?.body).toHaveLength(200_000);
    expect(dispatched).toBe(1);
    await agent.close();
  });

  it("reuse their connections, and take answers of any length of head", async () => {
    const { server, client } = await stub((response) => response.setHeader("x-oss-meta-a", "a".repeat(40_000)).end());
    for (let count = 0; count < 5; count++) {
      const { headers } = await client.putObject({ bucket, key: "k", body: pieces(), contentLength: 200_000 });
      expect(headers["x-oss-meta-a"]).toHaveLength(40_000);
    }
    expect(server.connections()).toBe(1);
  });

  it("close their connection when nobody uses it for idleConnectionTimeout", async () => {
    let ended = 0;
    const { server, client } = await stub(
      (response, _attempt, request) => {
        request.socket.once("end", () => (ended += 1));
        // Said by hand, it goes without the server's own limit, which would be a hint to the client.
        response.setHeader("connection", "keep-alive").end();
      },
      { idleConnectionTimeout: 1 },
    );
    await client.putObject({ bucket, key: "k", body: pieces(), contentLength: 200_000 });
    await until(() => ended === 1);
    await client.putObject({ bucket, key: "k", body: pieces(), contentLength: 200_000 });
    expect(server.connections()).toBe(2);
  });

  it("come to their end though the client is closed meanwhile", async () => {
    const { server, client } = await stub((response) => response.end());
    const put = client.putObject({ bucket, key: "k", body: pieces(), contentLength: 200_000 });
    await new Promise(setImmediate);
    await client.close();
    expect((await put).statusCode).toBe(200);
    expect(server.requests[0]?.body).toHaveLength(200_000);
    await expect(client.putObject({ bucket, key: "k", body: pieces() })).rejects.toThrow("the client is closed");
  });

  it("are not idle while others use the connection", async () => {
    const host = testHost();
    const answers: ServerResponse[] = [];
    const options = { host, retryMaxAttempts: 1, maxConnections: 1 };
    const { client } = await stub((response) => answers.push(response), options);
    const first = client.putObject({ bucket, key: "first", body: pieces() }, { readWriteTimeout: 0 });
    await until(() => answers.length === 1);
    const second = client.putObject({ bucket, key: "second", body: pieces() });
    await new Promise(setImmediate);
    await host.clock.advance(30_000);
    answers[0]?.end();
    await first;
    await until(() => answers.length === 2);
    answers[1]?.end();
    expect((await second).statusCode).toBe(200);
  });

  it("are not touched by a connection that fails", async () => {
    const gone = await stubServer((response) => response.end());
    await gone[Symbol.asyncDispose]();
    let repeated = 0;
    const delay = (): number => {
      repeated += 1;
      return 0;
    };
    const { client } = await stub((response) => response.end(), {
      endpoint: gone.url,
      retryer: { maxAttempts: 3, isRetryable: () => true, delay },
    });
    const put = rejection(client.putObject({ bucket, key: "k", body: pieces() }));
    expect(await put).toMatchObject({ cause: { code: "ECONNREFUSED" } });
    expect(repeated).toBe(2);
  });

  it("wait for a connection no longer than the limit", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const endpoint = `https://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
    const host = testHost();
    const { client } = await stub((response) => response.end(), {
      host,
      endpoint,
      connectTimeout: 2_000,
      retryMaxAttempts: 1,
    });
    const put = rejection(client.putObject({ bucket, key: "k", body: pieces() }));
    await until(() => sockets.length === 1);
    await host.clock.advance(1_999);
    expect(sockets).toHaveLength(1);
    await host.clock.advance(2);
    expect(await put).toMatchObject({ cause: { code: "CONNECT_TIMEOUT" } });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});
