import { createNodeHost, type NodeHostOptions } from "@credport/node";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { fixture, serveHttp, serveHttps, serveProxy, serveRaw } from "./support/http-server.js";
import { rejection } from "./support/rejection.js";

const tls: NodeHostOptions["tls"] = { ca: fixture("ca.pem") };
const get = { method: "GET", url: "https://sts.example.com/?Action=AssumeRole" };

test("https goes through an explicit proxy by CONNECT, and the proxy gets its user name and password", async () => {
  await using server = await serveHttps((request, response) => response.end(request.headers.host));
  await using proxy = await serveProxy({ port: server.port });
  await using host = createNodeHost({ env: {}, tls });
  const answer = await host.request({ ...get, proxy: `http://us%40er:p%3Ass@${proxy.host}` });
  expect(answer.text()).toBe("sts.example.com");
  expect(proxy.requests).toMatchObject([
    {
      method: "CONNECT",
      url: "sts.example.com:443",
      headers: {
        host: "sts.example.com:443",
        "proxy-authorization": `Basic ${Buffer.from("us@er:p:ss").toString("base64")}`,
      },
    },
  ]);
  expect(server.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
});

test("a proxy may itself speak https", async () => {
  await using server = await serveHttps((_request, response) => response.end("through"));
  await using proxy = await serveProxy({ port: server.port, secure: true });
  await using host = createNodeHost({ env: {}, tls });
  const answer = await host.request({ ...get, proxy: `https://${proxy.host}` });
  expect(answer.text()).toBe("through");
});

test.each([false, true])("plain http goes to an explicit proxy in absolute form (https proxy: %s)", async (secure) => {
  await using proxy = await serveProxy({ secure });
  await using host = createNodeHost({ env: {}, tls });
  const scheme = secure ? "https" : "http";
  const answer = await host.request({
    method: "GET",
    url: "http://10.1.2.3:8080/sts?a=1",
    proxy: `${scheme}://user@${proxy.host}`,
  });
  expect(answer.text()).toBe("proxied http://10.1.2.3:8080/sts?a=1 for 10.1.2.3:8080");
  expect(proxy.requests[0]?.headers["proxy-authorization"]).toBe(`Basic ${Buffer.from("user:").toString("base64")}`);
});

test.each([
  ["HTTPS_PROXY", "https_proxy"],
  ["https_proxy", "HTTPS_PROXY"],
])("%s is used for a public https host", async (name) => {
  await using server = await serveHttps((_request, response) => response.end("through"));
  await using proxy = await serveProxy({ port: server.port });
  await using host = createNodeHost({ env: { [name]: proxy.host }, tls });
  const answer = await host.request(get);
  expect(answer.text()).toBe("through");
  expect(proxy.requests).toHaveLength(1);
});

test("HTTP_PROXY is used for a public http host that allowInsecureHttp lets through", async () => {
  await using proxy = await serveProxy();
  await using host = createNodeHost({ env: { http_proxy: `http://${proxy.host}` } });
  const answer = await host.request({ method: "GET", url: "http://sts.example.com/a", allowInsecureHttp: true });
  expect(answer.text()).toBe("proxied http://sts.example.com/a for sts.example.com");
});

test.each(["http", "https"])(
  "no proxy, of the environment or explicit, stands before what is local to the machine (%s)",
  async (scheme) => {
    await using server = await (scheme === "http" ? serveHttp : serveHttps)((_request, response) =>
      response.end("direct"),
    );
    await using proxy = await serveProxy();
    const own = `http://${proxy.host}`;
    await using host = createNodeHost({ env: { HTTP_PROXY: own, HTTPS_PROXY: own }, tls });
    for (const proxyOption of [undefined, own]) {
      for (const hostname of ["localhost", "127.0.0.1"]) {
        const answer = await host.request({
          method: "GET",
          url: `${scheme}://${hostname}:${String(server.port)}/`,
          proxy: proxyOption,
        });
        expect(answer.text()).toBe("direct");
      }
    }
    expect(proxy.connections).toHaveLength(0);
  },
);

test('NO_PROXY and "none" leave the proxy out', async () => {
  await using proxy = await serveProxy({ status: 403 });
  const own = `http://${proxy.host}`;
  const lookup: NodeHostOptions["lookup"] = (_hostname, _options, callback) => {
    callback(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }), []);
  };
  await using excluded = createNodeHost({ env: { HTTPS_PROXY: own, no_proxy: "example.com" }, lookup });
  expect(await rejection(excluded.request(get))).toMatchObject({
    message: "cannot connect to sts.example.com: ENOTFOUND",
  });
  await using none = createNodeHost({ env: { HTTPS_PROXY: own }, lookup });
  expect(await rejection(none.request({ ...get, proxy: "none" }))).toMatchObject({
    message: "cannot connect to sts.example.com: ENOTFOUND",
  });
  expect(proxy.connections).toHaveLength(0);
});

test("a proxy that refuses is NETWORK with its status, without its password", async () => {
  await using proxy = await serveProxy({ status: 407 });
  await using host = createNodeHost({ env: {} });
  const error = await rejection(host.request({ ...get, proxy: `http://user:canary@${proxy.host}` }));
  expect(error).toMatchObject({
    code: "NETWORK",
    message: `cannot connect to sts.example.com: the proxy ${proxy.host} answered CONNECT with 407`,
    cause: { code: "PROXY_REFUSED", requestSent: false },
  });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary|Action/);
});

test("a proxy that never answers is held to the connect timeout", async () => {
  await using proxy = await serveRaw(() => undefined);
  await using host = createNodeHost({ env: {} });
  const error = await rejection(host.request({ ...get, proxy: `http://${proxy.host}`, connectTimeout: 50 }));
  expect(error).toMatchObject({ code: "TIMEOUT", message: "connecting to sts.example.com took longer than 50 ms" });
});

test.each(["proxy.example.com:3128", "socks5://proxy.example.com", "canary"])(
  "the explicit proxy %s is CONFIG_INVALID",
  async (proxy) => {
    await using host = createNodeHost({ env: {} });
    const error = await rejection(host.request({ ...get, proxy }));
    expect(error).toMatchObject({ code: "CONFIG_INVALID", message: "proxy must be an absolute http: or https: URL" });
  },
);

test("a proxy of the environment that is no URL is CONFIG_INVALID naming the variable, not its value", async () => {
  await using host = createNodeHost({ env: { HTTPS_PROXY: "socks5://canary@proxy" } });
  const error = await rejection(host.request(get));
  expect(error).toMatchObject({
    code: "CONFIG_INVALID",
    message: "HTTPS_PROXY must be an absolute http: or https: URL",
  });
});
