import { expect, test } from "vitest";
import { environmentProxy, parseProxy, proxyAuthorization } from "./proxy.js";

/** Whether a URL gets the proxy of an environment with this `NO_PROXY`. */
function isProxied(noProxy: string, url: string): boolean {
  const env: Record<string, string> = { HTTP_PROXY: "http://p", HTTPS_PROXY: "http://p", NO_PROXY: noProxy };
  return environmentProxy(new URL(url), (name) => env[name]) !== undefined;
}

test.each([
  ["*", "https://sts.example.com"],
  ["sts.example.com", "https://sts.example.com"],
  ["example.com", "https://sts.example.com"],
  [".example.com", "https://sts.example.com"],
  ["*.example.com", "https://sts.example.com"],
  ["EXAMPLE.com", "https://sts.example.com"],
  ["other.com, example.com", "https://sts.example.com"],
  ["other.com example.com", "https://sts.example.com"],
  ["example.com:443", "https://sts.example.com"],
  ["example.com:8443", "https://example.com:8443"],
  ["example.com", "https://example.com."],
  ["203.0.113.7", "http://203.0.113.7"],
  ["203.0.113.7:8080", "http://203.0.113.7:8080"],
  ["203.0.113.0/24", "http://203.0.113.7"],
  ["2001:db8::/32", "http://[2001:db8::7]"],
  ["2001:db8::7", "http://[2001:db8::7]"],
  ["[2001:db8::7]:8080", "http://[2001:db8::7]:8080"],
])("NO_PROXY=%s leaves out %s", (noProxy, url) => {
  expect(isProxied(noProxy, url)).toBe(false);
});

test.each([
  ["", "https://sts.example.com"],
  ["ample.com", "https://sts.example.com"],
  [".example.com", "https://example.com"],
  ["*.example.com", "https://example.com"],
  ["example.com:80", "https://sts.example.com"],
  ["203.0.113.0/24", "http://203.0.114.7"],
  ["203.0.113.0/99", "http://203.0.113.7"],
  ["203.0.113.0/x", "http://203.0.113.7"],
  ["nonsense/8", "http://203.0.113.7"],
  ["203.0.113.0/24", "https://sts.example.com"],
  ["0.0.0.0/0", "http://[2001:db8::7]"],
])("NO_PROXY=%s does not leave out %s", (noProxy, url) => {
  expect(isProxied(noProxy, url)).toBe(true);
});

test("each scheme has its variable; upper case comes first; a missing scheme of the proxy means http", () => {
  const env: Record<string, string> = {
    HTTPS_PROXY: "upper:3128",
    https_proxy: "http://lower",
    http_proxy: "http://plain",
  };
  const choose = (url: string): string | undefined => environmentProxy(new URL(url), (name) => env[name])?.href;
  expect(choose("https://sts.example.com")).toBe("http://upper:3128/");
  expect(choose("http://sts.example.com")).toBe("http://plain/");
});

test("a proxy must be an http(s) URL; the error names the option and never the value", () => {
  for (const value of ["proxy:3128", "socks5://canary", "canary", "http://"]) {
    expect(() => parseProxy(value, "httpsProxy")).toThrow(/^httpsProxy must be an absolute http: or https: URL$/);
  }
  expect(parseProxy("http://u:p@proxy:3128").host).toBe("proxy:3128");
});

test("a login that cannot be decoded is refused where the proxy is named, not where it is used", () => {
  for (const value of ["http://user:100%@proxy:3128", "http://%zz:canary@proxy"]) {
    expect(() => parseProxy(value, "HTTPS_PROXY")).toThrow(
      /^HTTPS_PROXY must have its user name and password percent-enc/,
    );
  }
});

test("user name and password of a proxy are decoded once; a user name alone will do", () => {
  const header = (url: string): string =>
    Buffer.from(String(proxyAuthorization(new URL(url))["proxy-authorization"]).slice(6), "base64").toString();
  expect(header("http://a%40b:c%3Ad@proxy")).toBe("a@b:c:d");
  expect(header("http://alone@proxy")).toBe("alone:");
  expect(proxyAuthorization(new URL("http://proxy"))).toEqual({});
});
