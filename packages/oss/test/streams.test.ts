import type { ServerResponse } from "node:http";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { OssClientOptions } from "../src/index.js";
import { bucket, testHost, type StubHandler } from "./fixture.js";
import { rejection, stub, until } from "./socket-fixture.js";

const mebibyte = 1024 * 1024;

/** Lets the event loop turn so many times, for what sockets do in their own time. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

/** With few connections every answer comes through undici; otherwise the first objects come through `node:http`. */
const backEnds: readonly (readonly [string, Partial<OssClientOptions>])[] = [
  ["node:http", {}],
  ["undici", { maxConnections: 2 }],
];

describe.each(backEnds)("a streamed answer through %s", (_name, backEnd) => {
  const get = { bucket, key: "k" };
  const stubbed = (handler: StubHandler, options: Partial<OssClientOptions> = {}) =>
    stub(handler, { ...backEnd, ...options });

  /** A server that leaves each answer to the test. */
  async function byHand(options: Partial<OssClientOptions> = {}) {
    const answers: ServerResponse[] = [];
    const world = await stubbed((response) => answers.push(response), { retryMaxAttempts: 1, ...options });
    const begin = async (start: (response: ServerResponse) => void) => {
      const number = answers.length;
      const pending = world.client.getObject(get, {});
      await until(() => answers.length > number);
      const [response] = answers.slice(number);
      if (response === undefined) throw new Error("no request came");
      start(response);
      return { response, body: (await pending).body };
    };
    return { ...world, begin };
  }

  it("has its headers in lower case, repeats joined, values as UTF-8", async () => {
    const { client } = await stubbed((response) => {
      response.setHeader("X-Oss-Meta-City", Buffer.from("杭州").toString("latin1"));
      response.setHeader("Warning", ["1", "2"]);
      response.setHeader("ETag", '"e"');
      response.end(Buffer.from("there"));
    });
    const answer = await client.getObject(get);
    expect(answer.headers).toMatchObject({ "x-oss-meta-city": "杭州", warning: "1, 2", etag: '"e"' });
    expect(await answer.body.text()).toBe("there");
  });

  it("is not unpacked", async () => {
    const packed = Buffer.from([0x1f, 0x8b, 8, 0]);
    const { client } = await stubbed((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(packed));
    expect(await (await client.getObject(get)).body.bytes()).toEqual(packed);
  });

  it("comes piece by piece, as it was sent", async () => {
    const { begin } = await byHand();
    const { response, body } = await begin((answer) => answer.write("a"));
    const pieces = body[Symbol.asyncIterator]();
    for (const piece of ["a", "b", "c"]) {
      if (piece !== "a") response.write(piece);
      expect(String((await pieces.next()).value)).toBe(piece);
    }
    response.end();
    expect(await pieces.next()).toMatchObject({ done: true });
  });

  it("keeps its sender back while nobody reads", async () => {
    const { begin } = await byHand();
    const { response, body } = await begin((answer) => answer.writeHead(200).flushHeaders());
    const piece = Buffer.alloc(mebibyte);
    let sent = 0;
    const sending = (async () => {
      for (; sent < 64; sent += 1) if (!response.write(piece)) await once(response, "drain");
      response.end();
    })();
    // In which all of it would have come.
    await turns(2_000);
    expect(sent).toBeLessThan(32);
    let bytes = 0;
    for await (const chunk of body) bytes += Buffer.from(chunk).length;
    await sending;
    expect(bytes).toBe(64 * mebibyte);
  });

  it("fails its reader when the connection breaks", async () => {
    const { begin } = await byHand();
    const { response, body } = await begin((answer) => answer.writeHead(200, { "content-length": "10" }).write("half"));
    const reading = rejection(body.bytes());
    response.destroy();
    expect(await reading).toBeInstanceOf(Error);
  });

  it("ends with the reason of the caller's signal", async () => {
    const { client, server } = await stubbed((response) => response.write("a"));
    const controller = new AbortController();
    const { body } = await client.getObject(get, { signal: controller.signal });
    const reason = new Error("enough");
    const reading = rejection(body.bytes());
    controller.abort(reason);
    expect(await reading).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it("closes its connection when the reader gives up", async () => {
    const { begin } = await byHand();
    const { response, body } = await begin((answer) => answer.write("a"));
    const closed = once(response, "close");
    for await (const chunk of body) {
      expect(String(chunk)).toBe("a");
      break;
    }
    await closed;
    expect(response.writableFinished).toBe(false);
  });

  it("is ended when no byte comes for too long, also after a reader who took his time", async () => {
    const host = testHost();
    const { begin } = await byHand({ host, readWriteTimeout: 3_000 });
    const { body } = await begin((answer) => answer.write(Buffer.alloc(mebibyte)));
    await turns(200);
    await host.clock.advance(60_000);
    const pieces = body[Symbol.asyncIterator]();
    for (let bytes = 0; bytes < mebibyte;) bytes += Buffer.from((await pieces.next()).value ?? "").length;
    const next = rejection(pieces.next());
    await host.clock.advance(3_001);
    expect(await next).toMatchObject({ code: "IDLE_TIMEOUT" });
  });

  it("is held to the bandwidth limit", async () => {
    const host = testHost();
    const { client } = await stubbed((response) => response.end(Buffer.alloc(6 * mebibyte)), {
      host,
      downloadBandwidthLimit: 2_048,
    });
    expect(await (await client.getObject(get)).body.bytes()).toHaveLength(6 * mebibyte);
    // 6 MiB less the 4 MiB that may pass at once, at 2 MiB a second.
    expect(host.waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(900);
  });

  it("is given up where its headers make no sense", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const { client } = await stubbed((response) => {
      closed = once(response, "close");
      response.writeHead(200, { "x-oss-tagging-count": "many" }).write("a");
    });
    await expect(client.getObject(get)).rejects.toMatchObject({ name: "ClientError", code: "UnmarshalOutputFail" });
    await closed;
  });

  it("leaves its connection to the next one", async () => {
    const { client, server } = await stubbed((response) => response.end("there"));
    for (let count = 0; count < 10; count += 1) await (await client.getObject(get)).body.bytes();
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it("does not keep a client open that nobody reads from; a small one can still be read", async () => {
    const { client } = await stubbed((response, attempt) =>
      response.end(Buffer.alloc(attempt === 1 ? 5 : 8 * mebibyte)),
    );
    const small = await client.getObject(get);
    const large = await client.getObject(get);
    await client.close();
    expect(await small.body.bytes()).toHaveLength(5);
    await expect(large.body.bytes()).rejects.toThrow("the client was closed");
    await expect(client.getObject(get)).rejects.toMatchObject({ name: "OperationError" });
  });

  it("comes to its end when the client is closed meanwhile", async () => {
    const { client, begin } = await byHand();
    const { response, body } = await begin((answer) => answer.write("a"));
    const reading = body.text();
    const closing = client.close();
    response.end("b");
    expect(await reading).toBe("ab");
    await closing;
  });
});
