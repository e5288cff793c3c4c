import { createDispatcher, environmentProxy } from "@credport/node/http";
import { expect, test } from "vitest";
import { fixture, serveHttp, serveHttps, serveProxy, serveRaw } from "./support/http-server.js";

const tls = { ca: fixture("ca.pem") };

test("requests go out as they are and connections are limited per origin", async () => {
  await using server = await serveHttp((request, response) => response.end(request.url));
  const dispatcher = await createDispatcher({ connections: 1, keepAliveTimeout: 50_000 });
  const paths = ["/a/../b", "//c//d/", "/e?acl", "/%2e%2e/f"];
  const answers = await Promise.all(
    paths.map(async (path) => {
      const { body } = await dispatcher.request({ origin: `http://${server.host}`, method: "GET", path });
      return body.text();
    }),
  );
  expect(answers).toEqual(paths);
  expect(server.connections).toHaveLength(1);
  await dispatcher.close();
});

test("a local address is bound", async () => {
  await using server = await serveHttp((request, response) => response.end(request.socket.remoteAddress));
  const dispatcher = await createDispatcher({ localAddress: "127.0.0.9" });
  const { body } = await dispatcher.request({
    origin: `http://127.0.0.1:${String(server.port)}`,
    method: "GET",
    path: "/",
  });
  expect(await body.text()).toBe("127.0.0.9");
  await dispatcher.close();
});

test("certificates are checked unless that is switched off by name", async () => {
  await using server = await serveHttps((_request, response) => response.end("ok"));
  const request = { origin: `https://${server.host}`, method: "GET", path: "/" } as const;
  const checking = await createDispatcher();
  await expect(checking.request(request)).rejects.toMatchObject({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
  const trusting = await createDispatcher({ tls: { rejectUnauthorized: false } });
  const { body } = await trusting.request(request);
  expect(await body.text()).toBe("ok");
  await Promise.all([checking.close(), trusting.close()]);
});

test("connecting is limited below a second too", async () => {
  await using server = await serveRaw(() => undefined);
  const dispatcher = await createDispatcher({ connectTimeout: 50 });
  await expect(
    dispatcher.request({ origin: `https://${server.host}`, method: "GET", path: "/" }),
  ).rejects.toMatchObject({
    code: "CONNECT_TIMEOUT",
    message: "connecting took longer than 50 ms",
  });
  await dispatcher.destroy();
});

test("large blocks of response headers are read", async () => {
  await using server = await serveHttp((_request, response) =>
    response.writeHead(200, { "x-oss-meta": "m".repeat(40_000) }).end(),
  );
  const dispatcher = await createDispatcher();
  const { headers, body } = await dispatcher.request({ origin: `http://${server.host}`, method: "GET", path: "/" });
  await body.dump();
  expect(headers["x-oss-meta"]).toHaveLength(40_000);
  await dispatcher.close();
});

test("a proxy is used for every host, loopback too: CONNECT for https, absolute form for http, the raw path kept", async () => {
  await using server = await serveHttps((request, response) => response.end(request.url));
  await using proxy = await serveProxy({ port: server.port });
  const dispatcher = await createDispatcher({ proxy: `http://user:pass@${proxy.host}`, tls });
  const secure = await dispatcher.request({ origin: `https://${server.host}`, method: "GET", path: "/a/../b" });
  expect(await secure.body.text()).toBe("/a/../b");
  for (const headers of [
    { "x-a": ["1", "2"], host: "bucket.example.com" },
    ["x-a", "1", "x-a", "2", "host", "bucket.example.com"],
  ]) {
    const plain = await dispatcher.request({
      origin: "http://127.0.0.1:9",
      method: "GET",
      path: "/a/../b?acl",
      headers,
    });
    expect(await plain.body.text()).toBe("proxied http://127.0.0.1:9/a/../b?acl for bucket.example.com");
    expect(proxy.requests.at(-1)?.headers).toMatchObject({
      "x-a": "1, 2",
      "proxy-authorization": "Basic dXNlcjpwYXNz",
    });
  }
  const bare = await dispatcher.request({ origin: "http://127.0.0.1:9", method: "GET", path: "/" });
  expect(await bare.body.text()).toBe("proxied http://127.0.0.1:9/ for 127.0.0.1:9");
  await dispatcher.close();
});

test("a function chooses the proxy by the target, as the environment says", async () => {
  await using server = await serveHttp((_request, response) => response.end("direct"));
  await using proxy = await serveProxy();
  const env: Record<string, string> = { HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: "localhost" };
  const dispatcher = await createDispatcher({ proxy: (target) => environmentProxy(target, (name) => env[name]) });
  const read = async (origin: string): Promise<string> => {
    const { body } = await dispatcher.request({ origin, method: "GET", path: "/" });
    return body.text();
  };
  expect(await read(`http://${server.host}`)).toBe("direct");
  expect(await read("http://other.example.com")).toBe("proxied http://other.example.com/ for other.example.com");
  await dispatcher.close();
});

test("a proxy that is no http(s) URL is CONFIG_INVALID", async () => {
  await expect(createDispatcher({ proxy: "socks5://proxy" })).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: "proxy must be an absolute http: or https: URL",
  });
});
