import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { CredentialsError, type RequestSigner } from "@credport/core";
import { rotatingProvider, type RotatingProvider } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createSignedFetch } from "../src/index.js";

/** What the test's service received. */
interface Received {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly type: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Signs the key id and the body's length into one header: enough to see what was signed with what. */
const signer: RequestSigner = {
  sign({ url, headers, body }, { accessKeyId }, at) {
    const length = body === "unsigned" ? body : String(body?.length ?? 0);
    return { url, headers: { ...headers, "x-signed": `${accessKeyId} ${length} ${at.toISOString()}` } };
  },
  isRejected: (status, _headers, body) => status === 403 && body.includes("DeadKey"),
};

let rotating: RotatingProvider;
let issued: number;
let received: Received[];
let dead: Set<string>;
let url: string;
const server = createServer((request, response) => {
  void (async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [key = ""] = String(request.headers["x-signed"]).split(" ");
    received.push({
      method: request.method ?? "",
      path: request.url ?? "",
      key,
      type: request.headers["content-type"],
      authorization: request.headers.authorization,
      body: Buffer.concat(chunks).toString(),
    });
    if (request.url === "/silent") return;
    if (request.url === "/redirect") response.writeHead(302, { location: "/" }).end();
    else if (request.url === "/large") response.writeHead(404).end("x".repeat(200_000));
    else if (dead.has(key)) response.writeHead(403).end("<Code>DeadKey</Code>");
    else response.end("fine");
  })();
});

beforeEach(async () => {
  issued = 0;
  received = [];
  dead = new Set();
  rotating = rotatingProvider(() => {
    issued += 1;
    const expiration = new Date(Date.now() + 3_600_000);
    return { accessKeyId: `key${String(issued)}`, accessKeySecret: "secret", securityToken: "token", expiration };
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  url = `http://127.0.0.1:${String(address.port)}/`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const signedFetch = (): typeof fetch => createSignedFetch({ provider: rotating.provider, signer });

describe("each request", () => {
  test("is signed with the provider's current credential, at the given time", async () => {
    const timed = createSignedFetch({ provider: rotating.provider, signer, now: () => 0 });
    await timed(url);
    await rotating.rotate();
    const response = await timed(new URL(url));
    expect(await response.text()).toBe("fine");
    expect(received.map(({ key }) => key)).toEqual(["key1", "key2"]);
    expect(rotating.loads).toBe(2);
  });

  const form = new FormData();
  form.set("field", "välue");
  test.each([
    ["text", "hello", "text/plain;charset=UTF-8", "hello"],
    ["bytes", new Uint8Array([104, 105]), undefined, "hi"],
    ["parameters", new URLSearchParams({ a: "1 2" }), "application/x-www-form-urlencoded;charset=UTF-8", "a=1+2"],
    ["a blob", new Blob(["blob"], { type: "text/css" }), "text/css", "blob"],
    ["a form", form, expect.stringContaining("multipart/form-data; boundary="), expect.stringContaining("välue")],
  ])("sends %s as bytes, and again after a dead credential", async (_what, body, type, sent) => {
    dead.add("key1");
    const response = await signedFetch()(url, { method: "POST", body });
    expect(await response.text()).toBe("fine");
    expect(received.map(({ key }) => key)).toEqual(["key1", "key2"]);
    expect(received[1]).toEqual({ ...received[0], key: "key2" });
    expect(received[1]).toMatchObject({ method: "POST", body: sent, ...(type === undefined ? {} : { type }) });
  });

  test("takes a Request, its body included", async () => {
    dead.add("key1");
    const request = new Request(url, { method: "PUT", body: "from a request", headers: { "x-own": "1" } });
    expect(await (await signedFetch()(request)).text()).toBe("fine");
    expect(received.map(({ body }) => body)).toEqual(["from a request", "from a request"]);
  });

  test("drops the authorization of an earlier attempt", async () => {
    await signedFetch()(url, { headers: { authorization: "an older one" } });
    expect(received[0]?.authorization).toBeUndefined();
  });
});

describe("streams", () => {
  const streams = {
    "a web stream": () => new Blob(["streamed"]).stream(),
    "a Node stream": () => Readable.from(["streamed"]),
    async *"an async iterable"() {
      yield Buffer.from("streamed");
    },
  };

  test.each(Object.entries(streams))("%s is sent once, unsigned", async (_what, make) => {
    const body: NonNullable<RequestInit["body"]> = Reflect.apply(make, undefined, []);
    await signedFetch()(url, { method: "POST", body });
    expect(received).toMatchObject([{ body: "streamed" }]);
  });

  test("is never sent again, but the next request has a new credential", async () => {
    dead.add("key1");
    const send = signedFetch();
    const response = await send(url, { method: "POST", body: streams["a web stream"]() });
    expect([response.status, await response.text()]).toEqual([403, "<Code>DeadKey</Code>"]);
    expect((await send(url)).status).toBe(200);
    expect(received.map(({ key }) => key)).toEqual(["key1", "key2"]);
  });

  test("is refused by a signer that needs the bytes, before anything is sent", async () => {
    const strict: RequestSigner = {
      ...signer,
      sign() {
        throw new CredentialsError({ code: "CONFIG_INVALID", message: "the body must be known" });
      },
    };
    const send = createSignedFetch({ provider: rotating.provider, signer: strict });
    await expect(send(url, { method: "POST", body: streams["a web stream"]() })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
    });
    expect(received).toHaveLength(0);
  });
});

describe("answers", () => {
  test("come out unread, a large 4xx too", async () => {
    const response = await signedFetch()(`${url}large`);
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toHaveLength(200_000);
  });

  test("of a dead credential come out when there is no other", async () => {
    dead.add("key1").add("key2");
    const response = await signedFetch()(url);
    expect([response.status, received.length]).toEqual([403, 2]);
    expect(await response.text()).toContain("DeadKey");
  });

  test("that redirect are not followed", async () => {
    const response = await signedFetch()(`${url}redirect`);
    expect([response.status, received.length]).toEqual([302, 1]);
  });
});

describe("failures", () => {
  test("of the provider reject, and nothing is sent", async () => {
    rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    await expect(signedFetch()(url)).rejects.toMatchObject({ code: "NETWORK" });
    expect(received).toHaveLength(0);
  });

  test.each([
    ["of the options", (signal: AbortSignal) => signedFetch()(`${url}silent`, { signal })],
    ["of a Request", (signal: AbortSignal) => signedFetch()(new Request(`${url}silent`, { signal }))],
  ])("a signal %s ends a request on its way", async (_whose, send) => {
    const abort = new AbortController();
    const sent = send(abort.signal);
    await vi.waitUntil(() => received.length === 1);
    abort.abort(new Error("enough"));
    await expect(sent).rejects.toThrow("enough");
  });

  test("an aborted signal ends the wait for credentials", async () => {
    await expect(signedFetch()(url, { signal: AbortSignal.abort("enough") })).rejects.toMatchObject({
      code: "ABORTED",
    });
    expect(received).toHaveLength(0);
  });

  test.each([
    [{ provider: {} }, /"provider" must be a CredentialsProvider/],
    [{ signer: {} }, /"signer" must be a RequestSigner/],
    [{ fetch: "fetch" }, /"fetch" must be a function/],
  ])("bad input is named at construction", (wrong, message) => {
    const options = { provider: rotating.provider, signer, ...wrong };
    expect(() => Reflect.apply(createSignedFetch, undefined, [options])).toThrow(message);
  });
});
