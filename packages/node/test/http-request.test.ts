import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import { createNodeHost } from "@credport/node";
import { TransportFailure } from "@credport/node/http";
import { MockAgent } from "undici";
import { expect, test, vi } from "vitest";
import { serveHttp, serveRaw } from "./support/http-server.js";
import { rejection } from "./support/rejection.js";

const env = {};

test("an answer comes whole, with lower-case names, joined repeats and its times", async () => {
  await using server = await serveHttp((request, response) => {
    response.writeHead(418, { "X-Id": "r-1", "X-Twice": ["a", "b"] });
    request.pipe(response);
  });
  await using host = createNodeHost({ env });
  const before = Date.now();
  const answer = await host.request({
    method: "POST",
    url: `http://${server.host}/sts?Action=AssumeRole`,
    headers: { "X-Own": "1" },
    body: "RoleArn=ä",
  });
  expect(answer).toMatchObject({ status: 418, headers: { "x-id": "r-1", "x-twice": "a, b" } });
  expect(answer.text()).toBe("RoleArn=ä");
  expect(answer.body).toEqual(new TextEncoder().encode("RoleArn=ä"));
  expect(answer.sentAt).toBeGreaterThanOrEqual(before);
  expect(answer.receivedAt).toBeGreaterThanOrEqual(answer.sentAt);
  expect(server.requests).toMatchObject([
    {
      method: "POST",
      url: "/sts?Action=AssumeRole",
      headers: { "x-own": "1", host: server.host, "content-length": "10" },
    },
  ]);
});

test("redirects are answers, not followed", async () => {
  await using server = await serveHttp((_request, response) => {
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  await using host = createNodeHost({ env });
  const answer = await host.request({ method: "GET", url: `http://${server.host}/` });
  expect(answer.status).toBe(302);
  expect(server.requests).toHaveLength(1);
});

test("one connection serves one request after the other", async () => {
  await using server = await serveHttp((_request, response) => response.end("ok"));
  await using host = createNodeHost({ env });
  for (let count = 0; count < 3; count += 1) await host.request({ method: "GET", url: `http://${server.host}/` });
  expect(server.connections.length).toBe(1);
});

test.each([
  ["announced", { "content-length": "6" }],
  ["streamed", { "transfer-encoding": "chunked" }],
])("a body over the cap is refused, %s, and its content stays out of the error", async (_name, headers) => {
  await using server = await serveHttp((_request, response) => {
    response.writeHead(200, headers).end("canary");
  });
  await using host = createNodeHost({ env });
  const url = `http://${server.host}/`;
  const error = await rejection(host.request({ method: "GET", url, maxBodyBytes: 5 }));
  expect(error).toMatchObject({
    code: "MALFORMED_RESPONSE",
    message: `the answer of ${server.host} is larger than 5 bytes`,
  });
  expect(inspect(error)).not.toContain("canary");
  const fits = await host.request({ method: "GET", url, maxBodyBytes: 6 });
  expect(fits.text()).toBe("canary");
});

test("no answer in time is TIMEOUT, with the milliseconds, for the head and for the body", async () => {
  await using server = await serveHttp((request, response) => {
    if (request.url === "/body") response.writeHead(200, { "content-length": "10" }).write("begin");
  });
  await using host = createNodeHost({ env });
  for (const path of ["/head", "/body"]) {
    const error = await rejection(
      host.request({ method: "GET", url: `http://${server.host}${path}?k=secret`, readTimeout: 60 }),
    );
    expect(error).toMatchObject({
      code: "TIMEOUT",
      message: `${server.host} did not answer within 60 ms`,
      cause: new TransportFailure("READ_TIMEOUT", true),
    });
  }
});

test("a refused connection is NETWORK, and says that the request was not sent", async () => {
  const server = await serveHttp((_request, response) => response.end());
  await server[Symbol.asyncDispose]();
  await using host = createNodeHost({ env });
  const error = await rejection(host.request({ method: "GET", url: `http://${server.host}/path?token=canary` }));
  expect(error).toMatchObject({
    code: "NETWORK",
    message: `cannot connect to ${server.host}: ECONNREFUSED`,
    permanent: false,
    cause: new TransportFailure("ECONNREFUSED", false),
  });
  expect(inspect(error)).not.toContain("canary");
});

test("a connection that breaks after the request was sent says so", async () => {
  await using server = await serveHttp((request) => request.socket.destroy());
  await using host = createNodeHost({ env });
  const error = await rejection(host.request({ method: "GET", url: `http://${server.host}/` }));
  expect(error).toMatchObject({ code: "NETWORK", cause: { requestSent: true } });
  expect(error.message).toMatch(/^the connection to localhost:\d+ broke: /);
});

test("bytes of a malformed answer stay out of the error", async () => {
  await using server = await serveRaw((socket) => socket.end("canary is no HTTP\r\n\r\n"));
  await using host = createNodeHost({ env });
  const error = await rejection(host.request({ method: "GET", url: `http://${server.host}/` }));
  expect(error).toMatchObject({ code: "NETWORK", cause: { requestSent: true } });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
});

test("a server that never finishes the TLS handshake is TIMEOUT, nothing sent", async () => {
  await using server = await serveRaw(() => undefined);
  await using host = createNodeHost({ env });
  const error = await rejection(host.request({ method: "GET", url: `https://${server.host}/`, connectTimeout: 60 }));
  expect(error).toMatchObject({
    code: "TIMEOUT",
    message: `connecting to ${server.host} took longer than 60 ms`,
    cause: new TransportFailure("CONNECT_TIMEOUT", false),
  });
});

test("limits below a second are kept apart", async () => {
  await using server = await serveHttp(() => undefined);
  await using host = createNodeHost({ env });
  const ended: number[] = [];
  const limits = [400, 50, 200];
  for (const readTimeout of limits) {
    void rejection(host.request({ method: "GET", url: `http://${server.host}/`, readTimeout })).then(() =>
      ended.push(readTimeout),
    );
  }
  await expect.poll(() => ended).toEqual([50, 200, 400]);
});

test("one signal for many requests is no leak to warn of, and is left without a listener", async () => {
  await using server = await serveHttp((_request, response) => response.end());
  await using host = createNodeHost({ env });
  const warned = vi.fn();
  process.on("warning", warned);
  const { signal } = new AbortController();
  const request = { method: "GET", url: `http://${server.host}/`, signal };
  await Promise.all(Array.from({ length: 12 }, () => host.request(request)));
  await Promise.all(Array.from({ length: 12 }, () => host.execFile(process.execPath, ["--version"], { signal })));
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("an abort ends the wait at once, with the signal's reason as cause", async () => {
  await using server = await serveHttp(() => undefined);
  await using host = createNodeHost({ env });
  const controller = new AbortController();
  const reason = new Error("shutting down");
  const request = { method: "GET", url: `http://${server.host}/`, signal: controller.signal };
  const pending = rejection(host.request(request));
  await expect.poll(() => server.requests.length).toBe(1);
  controller.abort(reason);
  expect(await pending).toMatchObject({
    code: "ABORTED",
    message: `the request to ${server.host} was aborted`,
    cause: reason,
  });
  expect(await rejection(host.request(request))).toMatchObject({ code: "ABORTED", cause: reason });
  expect(server.requests).toHaveLength(1);
});

test.each([
  ["not a URL", "nonsense", "url"],
  ["another scheme", "ftp://127.0.0.1/", "url"],
  ["a user name", "http://user:canary@127.0.0.1/", "user name"],
])("%s is CONFIG_INVALID before any connection", async (_name, url, word) => {
  await using host = createNodeHost({ env });
  const error = await rejection(host.request({ method: "GET", url }));
  expect(error).toMatchObject({ code: "CONFIG_INVALID" });
  expect(error.message).toContain(word);
  expect(inspect(error)).not.toContain("canary");
});

test("a header HTTP does not allow is CONFIG_INVALID, and its value is not repeated", async () => {
  await using host = createNodeHost({ env });
  const error = await rejection(
    host.request({ method: "GET", url: "http://127.0.0.1:9/", headers: { "x-token": "canary\n" } }),
  );
  expect(error).toMatchObject({ code: "CONFIG_INVALID" });
  expect(inspect(error)).not.toContain("canary");
});

test("a dispatcher of the caller's own sends everything and outlives the host", async () => {
  const dispatcher = new MockAgent();
  dispatcher.disableNetConnect();
  dispatcher.get("https://sts.example.com").intercept({ path: "/?a=1" }).reply(200, "mocked").times(2);
  for (let count = 0; count < 2; count += 1) {
    await using host = createNodeHost({ env: { HTTPS_PROXY: "http://127.0.0.1:9" }, dispatcher });
    const answer = await host.request({ method: "GET", url: "https://sts.example.com/?a=1" });
    expect(answer.text()).toBe("mocked");
  }
  await dispatcher.close();
});

test("disposing ends requests under way; later ones are refused", async () => {
  await using server = await serveHttp(() => undefined);
  const host = createNodeHost({ env });
  const request = { method: "GET", url: `http://${server.host}/` };
  const pending = rejection(host.request(request));
  await expect.poll(() => server.requests.length).toBe(1);
  await host[Symbol.asyncDispose]();
  expect(await pending).toMatchObject({ code: "DISPOSED" });
  expect(await rejection(host.request(request))).toMatchObject({ code: "DISPOSED" });
  await host[Symbol.asyncDispose]();
});
