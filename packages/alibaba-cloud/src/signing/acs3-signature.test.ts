import fc from "fast-check";
import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sha256, signAcs3 } from "./acs3-signature.js";

describe("12.1: ACS3-HMAC-SHA256", () => {
  test("vector 1", () => {
    const signed = signAcs3({
      method: "POST",
      path: "/",
      query: { RegionId: "cn-beijing", AcceptLanguage: "zh CN*~" },
      headers: {
        host: "ecs.cn-beijing.aliyuncs.com",
        "x-acs-action": "DescribeRegions",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2024-01-02T03:04:05Z",
        "x-acs-signature-nonce": "00000000000000000000000000000001",
        "x-acs-content-sha256": sha256(""),
        accept: "application/json",
      },
      bodyHash: sha256(""),
      accessKeyId: "testAkId",
      accessKeySecret: "testAkSecret",
    });
    expect(signed.canonicalQuery).toBe("AcceptLanguage=zh%20CN%2A~&RegionId=cn-beijing");
    expect(sha256(signed.canonicalRequest)).toBe("314f93c8a61befbe47ea4b39e498264257ef12215da1e6d1203d5e0461464a22");
    expect(signed.signature).toBe("723e28b42ef05b95ebf372d94f75bbd60a629cd7f002960dacd93461656a0c11");
    expect(signed.authorization).toBe(
      "ACS3-HMAC-SHA256 Credential=testAkId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version," +
        `Signature=${signed.signature}`,
    );
  });

  test("vector 2: ROA path, empty and non-ASCII parameters, JSON body, session token", () => {
    const body = '{"k":"值"}';
    const signed = signAcs3({
      method: "PUT",
      path: "/clusters/c%20%2B1/tags",
      query: { "b.2": "v/2", B: "", a: "会" },
      headers: {
        host: "cs.cn-beijing.aliyuncs.com",
        "content-type": "application/json; charset=utf-8",
        "x-acs-action": "ModifyTags",
        "x-acs-version": "2015-12-15",
        "x-acs-date": "2024-12-31T23:59:59Z",
        "x-acs-signature-nonce": "f".repeat(32),
        "x-acs-content-sha256": sha256(body),
        "x-acs-accesskey-id": "STS.abc",
        "x-acs-security-token": "CAIS+/=token~*",
      },
      bodyHash: sha256(body),
      accessKeyId: "STS.abc",
      accessKeySecret: "s/e+c=ret",
    });
    expect(signed.canonicalQuery).toBe("B=&a=%E4%BC%9A&b.2=v%2F2");
    expect(sha256(signed.canonicalRequest)).toBe("e57ddfdb3a75b291fc4f712b1ef6fbe3a4cfc2022ddaa0482775c5fd69302d80");
    expect(signed.signature).toBe("77b733dc47242659eeb6eaf683f01dc1d089aa9b0ece48abe17a57e0544bd781");
  });

  test("headers: names in lower case, values trimmed, repeated ones sorted and joined, others left out", () => {
    const { canonicalRequest } = signAcs3({
      method: "GET",
      path: "/",
      query: {},
      headers: { "X-Acs-B": ["z ", " c"], "x-acs-b": " a", "x-acs-a": " 1 ", Host: "h", "User-Agent": "u" },
      bodyHash: sha256(""),
      accessKeyId: "id",
      accessKeySecret: "secret",
    });
    expect(canonicalRequest).toBe(`GET\n/\n\nhost:h\nx-acs-a:1\nx-acs-b:a,c,z\n\nhost;x-acs-a;x-acs-b\n${sha256("")}`);
  });

  test("any query: signature of the canonical request, sorted by bytes", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(fc.dictionary(text, text), text, (query, accessKeySecret) => {
        const signed = signAcs3({
          method: "GET",
          path: "/",
          query,
          headers: { host: "h" },
          bodyHash: sha256(""),
          accessKeyId: "id",
          accessKeySecret,
        });
        const hash = createHash("sha256").update(signed.canonicalRequest).digest("hex");
        const expected = createHmac("sha256", accessKeySecret).update(`ACS3-HMAC-SHA256\n${hash}`).digest("hex");
        expect(signed.signature).toBe(expected);
        const names =
          signed.canonicalQuery === "" ? [] : signed.canonicalQuery.split("&").map((pair) => pair.split("=")[0] ?? "");
        const bytes = names.map((name) => Buffer.from(decodeURIComponent(name)));
        expect(bytes).toEqual([...bytes].sort((one, other) => Buffer.compare(one, other)));
      }),
    );
  });
});
