import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { QueryItem } from "../http/query.js";
import { ossV1Signature, ossV1StringToSign } from "./oss-v1.js";
import { ossV4CanonicalRequest, ossV4Signature, ossV4StringToSign, type OssV4Scope } from "./oss-v4.js";
import type { SignableRequest } from "./signable-request.js";

// The worked vectors of oss-v2 2.5.

const SECRET = "example-secret";
const RESOURCE = { bucket: "my-bucket", key: "photos/夏 1+.jpg" };
const SCOPE: OssV4Scope = ["20251009", "cn-beijing", "oss", "aliyun_v4_request"];
const STAMP = "20251009T085320Z";

function request(method: string, query: QueryItem[], headers: Record<string, string>): SignableRequest {
  return { method, query, headerNames: Object.keys(headers), header: (name) => headers[name] };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

test("W1: V4 in the header", () => {
  const canonicalRequest = ossV4CanonicalRequest(
    request(
      "PUT",
      [
        ["x-oss-traffic-limit", "819200"],
        ["acl", ""],
      ],
      {
        "x-oss-security-token": "sts+token/=",
        "content-type": "image/jpeg",
        "x-oss-meta-owner": " Li Lei ",
        "cache-control": "no-cache",
        "content-length": "12",
        "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
        "x-oss-date": STAMP,
      },
    ),
    RESOURCE,
    ["cache-control"],
  );
  expect(sha256(canonicalRequest)).toBe("273353a56871b4263f217c218ca67ecbd09adfc1ff292279bd9d938de8a26935");
  expect(ossV4Signature(SECRET, SCOPE, ossV4StringToSign(STAMP, SCOPE, canonicalRequest))).toBe(
    "2e790bc4c7a2819988d799f68bbb2546db3a196363023d351609065f3d46ec4d",
  );
});

test("W2: V4 in the query", () => {
  const canonicalRequest = ossV4CanonicalRequest(
    request(
      "GET",
      [
        ["x-oss-signature-version", "OSS4-HMAC-SHA256"],
        ["x-oss-date", STAMP],
        ["x-oss-expires", "900"],
        ["x-oss-credential", "LTAI-example-id/20251009/cn-beijing/oss/aliyun_v4_request"],
        ["x-oss-security-token", "sts+token/="],
        ["response-content-type", "text/plain; charset=utf-8"],
        ["versionId", "a+b"],
      ],
      {},
    ),
    RESOURCE,
    [],
  );
  expect(sha256(canonicalRequest)).toBe("8e8be9bfc8632786ab1e43ab67c1efbe67b8979698fc473403620ca9ff9839a5");
  expect(ossV4Signature(SECRET, SCOPE, ossV4StringToSign(STAMP, SCOPE, canonicalRequest))).toBe(
    "b6db0687098cf794507aceff5e1b1dd8817a86df16aa62d124dd162655573332",
  );
});

test("W3: V1 in the header", () => {
  const stringToSign = ossV1StringToSign(
    request(
      "GET",
      [
        ["versionId", "a+b"],
        ["max-keys", "3"],
        ["response-content-type", "text/plain"],
      ],
      { "x-oss-security-token": "tok" },
    ),
    RESOURCE,
    "Thu, 09 Oct 2025 08:53:20 GMT",
  );
  expect(ossV1Signature(SECRET, stringToSign)).toBe("YDCpEO/VBPj5DSBo1RHl2w9mrxk=");
});

test("W4: V1 in the query", () => {
  const stringToSign = ossV1StringToSign(request("GET", [["security-token", "tok"]], {}), RESOURCE, "1760000900");
  expect(ossV1Signature(SECRET, stringToSign)).toBe("IZe1LMxwMlzC7hu9JmB/hSkXlQY=");
});

test("names are ordered by their encoded form", () => {
  const canonicalRequest = ossV4CanonicalRequest(
    request(
      "GET",
      [
        ["param1", "a"],
        ["+param1", "b"],
        ["|param1", "c"],
      ],
      {},
    ),
    {},
    [],
  );
  expect(canonicalRequest.split("\n")[2]).toBe("%2Bparam1=b&%7Cparam1=c&param1=a");
});
