import { createDispatcher } from "@credport/node/http";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { bucket, stubClient, stubServer, testHost } from "./fixture.js";
import { rejection, stub } from "./socket-fixture.js";
import { HeaderList } from "../src/signing/header-list.js";
import { clientTransport } from "../src/transport/client-transport.js";
import type { TransportRequest } from "../src/transport/transport.js";

describe("the first objects of a client", () => {
  it("need no undici: sixteen, sent and fetched one after the other", async () => {
    const server = await stubServer((response) => response.end("there"));
    const create = vi.fn(createDispatcher);
    const transport = clientTransport({}, testHost(), create);
    onTestFinished(async () => {
      await transport.close();
      await server[Symbol.asyncDispose]();
    });
    const request = (more: Partial<TransportRequest>): TransportRequest => ({
      ...{ method: "PUT", origin: server.url, path: "/k", headers: new HeaderList() },
      ...{ body: undefined, idleTimeout: 0, signal: undefined, stream: false },
      ...more,
    });
    const put = request({ body: Buffer.from("x") });
    for (let count = 0; count < 8; count += 1) {
      await transport.send(put);
      const { body } = await transport.send(request({ method: "GET", stream: true }));
      expect(body instanceof Uint8Array ? body : await body.text()).toBe("there");
    }
    expect(create).not.toHaveBeenCalled();
    await transport.send(put);
    expect(create).toHaveBeenCalledOnce();
  });

  it("share one connection, and those after them another", async () => {
    const { client, server } = await stub((response) => response.end("there"));
    for (let count = 1; count <= 40; count += 1) {
      if (count % 2 === 1) await client.putObject({ bucket, key: "k", body: "there" });
      else expect(await (await client.getObject({ bucket, key: "k" })).body.text()).toBe("there");
      if (count === 16) expect(server.connections()).toBe(1);
    }
    expect(server.connections()).toBeGreaterThan(1);
  });

  it("go beside each other through undici, in no more connections than were allowed", async () => {
    const { client, server } = await stub((response) => setImmediate(() => response.end("there")), {
      maxConnections: 16,
    });
    const texts = Array.from({ length: 100 }, async () => (await client.getObject({ bucket, key: "k" })).body.text());
    expect(new Set(await Promise.all(texts))).toEqual(new Set(["there"]));
    expect(server.connections()).toBeLessThanOrEqual(17);
  });

  it("fail as others do where nobody listens", async () => {
    const client = stubClient({ url: "http://127.0.0.1:9" }, { retryMaxAttempts: 1 });
    expect(await rejection(client.getObject({ bucket, key: "k" }))).toMatchObject({ cause: { code: "ECONNREFUSED" } });
    await client.close();
  });
});
