import { describe, expect, it } from "vitest";
import { SerializationError } from "../errors/serialization-error.js";
import { canonicalRequestV4, type SigningContextV4 } from "./canonical-request-v4.js";
import { HeaderList } from "./header-list.js";
import { presignV1 } from "./presign-v1.js";
import { presignV4 } from "./presign-v4.js";
import { encodeComponent, encodePath, encodeQuery } from "./percent-encoding.js";
import { signV1 } from "./sign-v1.js";
import { signV4 } from "./sign-v4.js";
import { stringToSignV1 } from "./signature-v1.js";
import { normalizeHeaders } from "./signing-context.js";
import { SigningCache } from "./signing-cache.js";

const credentials = { accessKeyId: "LTAI-example-id", accessKeySecret: "example-secret", securityToken: "sts+token/=" };
const target = { bucket: "my-bucket", key: "photos/夏 1+.jpg", time: 1_760_000_000_000 };

const w1: SigningContextV4 = {
  ...target,
  credentials,
  region: "cn-beijing",
  additionalHeaders: ["cache-control"],
  request: {
    method: "PUT",
    headers: { "Content-Type": "image/jpeg", "x-oss-meta-owner": " Li Lei ", "Cache-Control": "no-cache" },
    query: { "x-oss-traffic-limit": "819200", acl: "" },
  },
};

const w2: SigningContextV4 = {
  ...target,
  credentials,
  region: "cn-beijing",
  request: {
    method: "GET",
    headers: {},
    query: { "response-content-type": "text/plain; charset=utf-8", versionId: "a+b" },
  },
};

const v1Query = { versionId: "a+b", "max-keys": "3", "response-content-type": "text/plain" };
const w3 = {
  ...target,
  credentials: {
    accessKeyId: credentials.accessKeyId,
    accessKeySecret: credentials.accessKeySecret,
    securityToken: "tok",
  },
  request: { method: "GET", headers: {}, query: v1Query },
};

describe("2.1 common encoding rules", () => {
  it("encodes UTF-8 bytes in upper-case hex and keeps slashes in paths only", () => {
    expect(encodePath("photos/夏 1+.jpg")).toBe("photos/%E5%A4%8F%201%2B.jpg");
    expect(encodePath("!*'()/a~b")).toBe("%21%2A%27%28%29/a~b");
    expect(encodeQuery({ "a/b": "c/d e" })).toBe("a%2Fb=c%2Fd%20e");
  });

  it("orders by encoded name, and sends the bare name for an empty value", () => {
    expect(encodeQuery({ param1: "1", "|param1": "", "+param1": "2" })).toBe("%2Bparam1=2&%7Cparam1&param1=1");
  });

  it("has no form for a lone surrogate", () => {
    expect(() => encodeComponent("a\ud800")).toThrow(SerializationError);
  });

  it("leaves dot segments and doubled slashes alone", () => {
    expect(encodePath("/a//b/../c/./")).toBe("/a//b/../c/./");
  });
});

describe("2.5 worked vectors", () => {
  it("W1: V4 in headers", () => {
    const headers = signV4(w1);
    expect(headers["authorization"]).toBe(
      "OSS4-HMAC-SHA256 Credential=LTAI-example-id/20251009/cn-beijing/oss/aliyun_v4_request,AdditionalHeaders=cache-control,Signature=2e790bc4c7a2819988d799f68bbb2546db3a196363023d351609065f3d46ec4d",
    );
    expect(headers["date"]).toBe("Thu, 09 Oct 2025 08:53:20 GMT");
    expect(headers["x-oss-date"]).toBe("20251009T085320Z");
  });

  it("W1: the canonical request", () => {
    const headers = signV4(w1);
    const canonicalTarget = {
      method: "PUT",
      path: encodePath(`/my-bucket/${w1.key ?? ""}`),
      query: encodeQuery(w1.request.query ?? {}),
    };
    expect(
      canonicalRequestV4(canonicalTarget, HeaderList.from(Object.entries(headers)), ["cache-control"]).split("\n"),
    ).toEqual([
      "PUT",
      "/my-bucket/photos/%E5%A4%8F%201%2B.jpg",
      "acl&x-oss-traffic-limit=819200",
      "cache-control:no-cache",
      "content-type:image/jpeg",
      "x-oss-content-sha256:UNSIGNED-PAYLOAD",
      "x-oss-date:20251009T085320Z",
      "x-oss-meta-owner:Li Lei",
      "x-oss-security-token:sts+token/=",
      "",
      "cache-control",
      "UNSIGNED-PAYLOAD",
    ]);
  });

  it("W2: V4 in the query", () => {
    const query = presignV4(w2);
    expect(query["x-oss-signature"]).toBe("b6db0687098cf794507aceff5e1b1dd8817a86df16aa62d124dd162655573332");
    expect(query["x-oss-expires"]).toBe("900");
    const { "x-oss-signature": signature, ...signed } = query;
    expect(signature).toHaveLength(64);
    expect(encodeQuery(signed)).toBe(
      "response-content-type=text%2Fplain%3B%20charset%3Dutf-8&versionId=a%2Bb&x-oss-credential=LTAI-example-id%2F20251009%2Fcn-beijing%2Foss%2Faliyun_v4_request&x-oss-date=20251009T085320Z&x-oss-expires=900&x-oss-security-token=sts%2Btoken%2F%3D&x-oss-signature-version=OSS4-HMAC-SHA256",
    );
  });

  it("W3: V1 in headers", () => {
    expect(signV1(w3)["authorization"]).toBe("OSS LTAI-example-id:YDCpEO/VBPj5DSBo1RHl2w9mrxk=");
    const headers = HeaderList.from([["x-oss-security-token", "tok"]]);
    expect(stringToSignV1(w3, headers, v1Query, "Thu, 09 Oct 2025 08:53:20 GMT")).toBe(
      "GET\n\n\nThu, 09 Oct 2025 08:53:20 GMT\nx-oss-security-token:tok\n/my-bucket/photos/夏 1+.jpg?response-content-type=text/plain&versionId=a+b",
    );
  });

  it("W4: V1 in the query", () => {
    const query = presignV1({ ...w3, request: { method: "GET", headers: {}, query: {} } }, 1_760_000_900_000);
    expect(query).toMatchObject({ Expires: "1760000900", OSSAccessKeyId: "LTAI-example-id" });
    expect(query["Signature"]).toBe("IZe1LMxwMlzC7hu9JmB/hSkXlQY=");
    expect(query["security-token"]).toBe("tok");
  });
});

describe("2.2 V4", () => {
  it("replaces a payload hash of the caller", () => {
    const request = { ...w1.request, headers: { ...w1.request.headers, "X-Oss-Content-Sha256": "abc" } };
    expect(signV4({ ...w1, request })["authorization"]).toBe(signV4(w1)["authorization"]);
  });

  it("takes the sign time from an x-oss-date header in HTTP-date form", () => {
    const headers = { ...w1.request.headers, "x-oss-date": "Thu, 09 Oct 2025 08:53:20 GMT" };
    expect(signV4({ ...w1, time: 0, request: { ...w1.request, headers } })["authorization"]).toBe(
      signV4(w1)["authorization"],
    );
  });

  it("signs host when named and present, and removes repeats among the additional headers", () => {
    const headers = { Host: "my-bucket.oss-cn-beijing.aliyuncs.com", abc: "1" };
    const additionalHeaders = ["ABC", "abc", "Host", "absent", "x-oss-date", "content-type"];
    const signed = signV4({ ...w1, additionalHeaders, request: { method: "GET", headers } });
    expect(signed["authorization"]).toContain(",AdditionalHeaders=abc;host,Signature=");
  });

  it("joins several values of one name by a comma", () => {
    expect(normalizeHeaders({ "X-Oss-Meta-A": ["1 ", " 2"], b: undefined }).toObject()).toEqual({
      "x-oss-meta-a": "1,2",
    });
  });

  it("refuses an empty region and names the option", () => {
    expect(() => signV4({ ...w1, region: "" })).toThrow("`region`");
  });

  it("names what a context lacks, in the SDKs' order", () => {
    const call =
      (context: object): (() => unknown) =>
      () =>
        Reflect.apply(signV4, undefined, [context]);
    expect(() => Reflect.apply(signV4, undefined, [undefined])).toThrow("SigningContext is null.");
    expect(call({})).toThrow("SigningContext.Credentials is null or empty.");
    expect(call({ credentials: { accessKeyId: "id", accessKeySecret: "" } })).toThrow(
      "SigningContext.Credentials is null or empty.",
    );
    expect(call({ credentials })).toThrow("SigningContext.Request is null.");
  });

  it("signs the same with and without the cache of derived keys", () => {
    const cache = new SigningCache();
    for (let turn = 0; turn < 40; turn++) {
      const context = { ...w1, time: w1.time + turn * 86_400_000 };
      expect(signV4(context, cache)["authorization"]).toBe(signV4(context)["authorization"]);
      expect(signV4(context, cache)["authorization"]).toBe(signV4(context)["authorization"]);
    }
  });
});

describe("2.3 V1", () => {
  it("lists an x-oss-date header of the caller among the x-oss lines", () => {
    const headers = HeaderList.from([["x-oss-date", "Thu, 09 Oct 2025 08:53:20 GMT"]]);
    expect(stringToSignV1(w3, headers, {}, "d")).toContain("\nx-oss-date:Thu, 09 Oct 2025 08:53:20 GMT\n");
  });

  it("signs the names an operation declares", () => {
    const context = { ...w3, key: undefined, subResources: ["lifecycle"] };
    expect(stringToSignV1(context, new HeaderList(), { lifecycle: "", prefix: "a" }, "d")).toMatch(
      /\/my-bucket\/\?lifecycle$/,
    );
  });
});
