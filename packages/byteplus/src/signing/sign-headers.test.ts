import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deriveSigningKey } from "./signing-key.js";
import { signHeaders } from "./sign-headers.js";

const credentials = { accessKeyId: "AKLTspecExample", accessKeySecret: "c3BlY1NlY3JldEV4YW1wbGU=" };
const scope = { region: "ap-southeast-1", date: new Date("2026-01-02T03:04:05.678Z") };
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const get = (query: string, headers: Record<string, string> = {}): ReturnType<typeof signHeaders> =>
  signHeaders({
    method: "GET",
    url: new URL(`https://ecs.ap-southeast-1.byteplusapi.com/?${query}`),
    headers,
    credentials,
    service: "ecs",
    ...scope,
  });

describe("2.3 worked vectors", () => {
  test("A: GET without a token", () => {
    const signed = get("Version=2020-04-01&Note=a%20b*~&RegionIds.1=ap-southeast-1&Action=DescribeRegions");
    expect(signed.url.search).toBe(
      "?Action=DescribeRegions&Note=a%20b%2A~&RegionIds.1=ap-southeast-1&Version=2020-04-01",
    );
    expect(sha256(signed.canonicalRequest)).toBe("e038a963851d87fcff27ebc69bd7aa45f0048be7ee982513dc33c4f0c1c3564b");
    expect(signed.signature).toBe("b2d2f6829fc11e3c0a7e2a2336ffb454f405570306dc1bbf0e97f99720c3c0e7");
    expect(signed.headers["authorization"]).toBe(
      "HMAC-SHA256 Credential=AKLTspecExample/20260102/ap-southeast-1/ecs/request, " +
        `SignedHeaders=content-type;host;x-content-sha256;x-date, Signature=${signed.signature}`,
    );
    expect(deriveSigningKey(credentials.accessKeySecret, "20260102", "ap-southeast-1", "ecs").toString("hex")).toBe(
      "45d87658c2eab2437763277473f766a9c22a30d6a6540f0d42ba6291939c39b0",
    );
  });

  test("B: POST with a body and a token", () => {
    const signed = signHeaders({
      method: "POST",
      url: new URL("https://iam.byteplusapi.com/?Action=CreateUser&Version=2018-01-01"),
      headers: { "Content-Type": "application/json; charset=utf-8" },
      body: '{"UserName":"ann"}',
      credentials: { ...credentials, securityToken: "STSspec+/==" },
      service: "iam",
      ...scope,
    });
    expect(signed.headers["x-content-sha256"]).toBe("66c1946d0e44a92a9ce765dcdd70e6e54d99b624dc7aea85834e77ac4ca98ee1");
    expect(signed.headers["x-date"]).toBe("20260102T030405Z");
    expect(sha256(signed.canonicalRequest)).toBe("1e359e02aebcc7a885279ac18c8c7718924eeebd8ae5616d96791e8620e77ed1");
    expect(signed.signature).toBe("74fe225844f135e06f397f57ae49ee392fb5eae811c9700413e72f202e5784e2");
    expect(signed.headers["authorization"]).toContain(
      "SignedHeaders=content-type;host;x-content-sha256;x-date;x-security-token",
    );
  });
});

describe("2.1 header signing", () => {
  test("step 1: a GET gets the form content type and the hash of the empty body", () => {
    const { headers } = get("Action=A");
    expect(headers["content-type"]).toBe("application/x-www-form-urlencoded; charset=utf-8");
    expect(headers["x-content-sha256"]).toBe(sha256(""));
  });

  test("step 2: signs content type and hash, host and x- headers, and nothing else", () => {
    const { canonicalRequest } = get("Action=A", {
      Accept: "application/json",
      "User-Agent": "u",
      "Content-Length": "0",
      "Content-MD5": "m",
      "X-Custom": "  padded ",
    });
    expect(canonicalRequest).toContain("\ncontent-md5;content-type;host;x-content-sha256;x-custom;x-date\n");
    expect(canonicalRequest).toContain("\nx-custom:padded\n");
  });

  test.each([
    ["h:80", "h"],
    ["h:443", "h"],
    ["h:8443", "h:8443"],
  ])("step 3: host %s is signed as %s whatever the scheme", (host, expected) => {
    const signed = signHeaders({
      method: "GET",
      url: new URL("https://x/"),
      headers: { Host: host },
      credentials,
      service: "s",
      ...scope,
    });
    expect(signed.canonicalRequest).toContain(`\nhost:${expected}\n`);
    expect(signed.headers["host"]).toBe(host);
  });

  test("step 4: sorts by key bytes, keeps repeated keys in order and an empty value's =", () => {
    const { url } = get("b=2&a=2&a=1&%EF%BF%BD=1&%F0%9F%98%80=1&e=&a-=1&a%2F=1");
    expect(url.search).toBe("?a=2&a=1&a-=1&a%2F=1&b=2&e=&%EF%BF%BD=1&%F0%9F%98%80=1");
  });

  test("step 3: a given Host counts, trimmed and without a default port", () => {
    const { canonicalRequest } = signHeaders({
      method: "GET",
      url: new URL("https://10.0.0.1:8443/"),
      headers: { Host: " ecs.example.com:443 " },
      credentials,
      service: "s",
      ...scope,
    });
    expect(canonicalRequest).toContain("\nhost:ecs.example.com\n");
  });

  test("step 5: encodes the decoded path by segments", () => {
    const signed = signHeaders({
      method: "GET",
      url: new URL("https://h/a%20b/c*d/é%2Ff"),
      credentials,
      service: "s",
      ...scope,
    });
    expect(signed.url.pathname).toBe("/a%20b/c%2Ad/%C3%A9/f");
  });

  test("drops what an earlier attempt left, so that a token does not outlive its session", () => {
    const first = signHeaders({
      method: "GET",
      url: new URL("https://h/"),
      credentials: { ...credentials, securityToken: "T" },
      service: "s",
      ...scope,
    });
    const second = signHeaders({
      method: "GET",
      url: first.url,
      headers: first.headers,
      credentials,
      service: "s",
      region: scope.region,
      date: new Date("2026-01-02T04:00:00Z"),
    });
    expect(second.headers).not.toHaveProperty("x-security-token");
    expect(second.headers["x-date"]).toBe("20260102T040000Z");
    expect(second.headers["authorization"]).not.toBe(first.headers["authorization"]);
  });

  test("the service's underscores stay in the scope", () => {
    const signed = signHeaders({
      method: "GET",
      url: new URL("https://h/"),
      credentials,
      service: "rds_mysql",
      ...scope,
    });
    expect(signed.stringToSign).toContain("20260102/ap-southeast-1/rds_mysql/request");
  });
});
