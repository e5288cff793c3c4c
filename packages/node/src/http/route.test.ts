import type { LookupFunction } from "node:net";
import { expect, test } from "vitest";
import { routeTo, type Route } from "./route.js";

const proxies: Record<string, string> = { HTTP_PROXY: "http://plain.proxy", HTTPS_PROXY: "http://secure.proxy" };
const limits = { connectTimeout: 1_000, readTimeout: 1_000, maxBodyBytes: 1, signal: undefined };

/** The route to a URL on a machine where every name resolves to one address. */
function route(
  url: string,
  request: { proxy?: string; allowInsecureHttp?: boolean } = {},
  address = "10.0.0.7",
): Promise<Route> {
  const lookup: LookupFunction = (_hostname, _options, callback) => {
    callback(null, [{ address, family: 4 }]);
  };
  return routeTo(new URL(url), { method: "GET", url, ...request }, { env: (name) => proxies[name], lookup }, limits);
}

test.each([
  ["https://sts.example.com", "secure.proxy"],
  ["https://8.8.8.8", "secure.proxy"],
  ["https://10.0.0.7", undefined],
  ["https://localhost", undefined],
  ["https://api.localhost", undefined],
  ["https://[fd00::1]", undefined],
  ["http://10.0.0.7", undefined],
  ["http://100.100.100.200", undefined],
  ["http://169.254.169.254", undefined],
  ["http://inside.example.com", undefined],
])("with proxies in the environment, %s goes through %s", async (url, expected) => {
  expect((await route(url)).proxy?.host).toBe(expected);
});

test.each([
  ["https://sts.example.com", true],
  ["https://10.0.0.7", true],
  ["http://10.0.0.7", true],
  ["http://inside.example.com", true],
  ["http://127.0.0.1", false],
  ["https://localhost", false],
  ["http://169.254.169.254", false],
  ["http://100.100.100.200", false],
])("with an explicit proxy, %s goes through it: %s", async (url, expected) => {
  const { proxy } = await route(url, { proxy: "http://own.proxy:3128" });
  expect(proxy?.host).toBe(expected ? "own.proxy:3128" : undefined);
});

test('"none" is no proxy; allowInsecureHttp leaves the name unresolved', async () => {
  expect((await route("https://sts.example.com", { proxy: "none" })).proxy).toBeUndefined();
  const open = await route("http://sts.example.com:8080", { allowInsecureHttp: true });
  expect(open).toMatchObject({ origins: ["http://sts.example.com:8080"], proxy: { host: "plain.proxy" } });
});

test("plain http is pinned to the checked address, https is left to its certificate", async () => {
  expect((await route("http://inside.example.com:8080/a?b")).origins).toEqual(["http://10.0.0.7:8080"]);
  expect((await route("http://inside.example.com", {}, "fd00::1")).origins).toEqual(["http://[fd00::1]"]);
  expect((await route("https://inside.example.com:8443/a?b")).origins).toEqual(["https://inside.example.com:8443"]);
});
