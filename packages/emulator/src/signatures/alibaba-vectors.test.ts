import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { acs3CanonicalRequest, acs3Signature, acs3StringToSign } from "./acs3.js";
import { rpcSignature, rpcStringToSign } from "./rpc-v1.js";

const SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test("alibaba-credentials 2.1, vector 1", () => {
  const stringToSign = rpcStringToSign("POST", [
    ["Version", "2015-04-01"],
    ["Action", "AssumeRole"],
    ["Format", "JSON"],
    ["Timestamp", "2024-01-02T03:04:05Z"],
    ["SignatureMethod", "HMAC-SHA1"],
    ["SignatureVersion", "1.0"],
    ["SignatureNonce", "00000000000000000000000000000001"],
    ["AccessKeyId", "testAkId"],
    ["Signature", "ignored"],
    ["RoleArn", "acs:ram::123456789012:role/demo"],
    ["RoleSessionName", "unit-test"],
    ["DurationSeconds", "3600"],
  ]);
  expect(stringToSign).toMatch(
    /^POST&%2F&AccessKeyId%3DtestAkId%26Action%3DAssumeRole%26DurationSeconds%3D3600%26Format%3DJSON%26RoleArn%3Dacs%253Aram%253A%253A123456789012%253Arole%252Fdemo%26/,
  );
  expect(rpcSignature("testAkSecret", stringToSign)).toBe("WRfVUKYcoqp3fKYO8ujvpsxOpzc=");
});

test("alibaba-credentials 2.1, vector 2", () => {
  const stringToSign = rpcStringToSign("POST", [
    ["Version", "2015-04-01"],
    ["Action", "AssumeRole"],
    ["Format", "JSON"],
    ["Timestamp", "2024-12-31T23:59:59Z"],
    ["SignatureMethod", "HMAC-SHA1"],
    ["SignatureVersion", "1.0"],
    ["SignatureNonce", "f".repeat(32)],
    ["AccessKeyId", "STS.abc"],
    ["SecurityToken", "CAIS+/=token~*"],
    ["RoleArn", "acs:ram::1:role/r-1"],
    ["Policy", '{"Version":"1","Statement":[{"Effect":"Allow","Action":["oss:*"],"Resource":["*"]}]}'],
    ["ExternalId", "ext id('1')!"],
    ["RoleSessionName", "会话 a+b"],
    ["DurationSeconds", "900"],
  ]);
  expect(rpcSignature("s/e+c=ret", stringToSign)).toBe("D+HCXi/W0O0vKkAZxycqUrLo0fI=");
});

test("alibaba-credentials 12.1, vector 1", () => {
  const headers = new Map([
    ["host", "ecs.cn-beijing.aliyuncs.com"],
    ["x-acs-action", "DescribeRegions"],
    ["x-acs-content-sha256", SHA256_OF_NOTHING],
    ["x-acs-date", "2024-01-02T03:04:05Z"],
    ["x-acs-signature-nonce", "00000000000000000000000000000001"],
    ["x-acs-version", "2014-05-26"],
  ]);
  const canonicalRequest = acs3CanonicalRequest({
    method: "POST",
    rawPath: "/",
    query: [
      ["RegionId", "cn-beijing"],
      ["AcceptLanguage", "zh CN*~"],
    ],
    header: (name) => headers.get(name),
    signedHeaders: [...headers.keys()],
  });
  const stringToSign = acs3StringToSign(canonicalRequest);
  expect(stringToSign).toMatch(/314f93c8a61befbe47ea4b39e498264257ef12215da1e6d1203d5e0461464a22$/);
  expect(acs3Signature("testAkSecret", stringToSign)).toBe(
    "723e28b42ef05b95ebf372d94f75bbd60a629cd7f002960dacd93461656a0c11",
  );
});

test("alibaba-credentials 12.1, vector 2", () => {
  const headers = new Map([
    ["content-type", "application/json; charset=utf-8"],
    ["host", "cs.cn-beijing.aliyuncs.com"],
    ["x-acs-accesskey-id", "STS.abc"],
    ["x-acs-action", "ModifyTags"],
    ["x-acs-content-sha256", createHash("sha256").update('{"k":"值"}').digest("hex")],
    ["x-acs-date", "2024-12-31T23:59:59Z"],
    ["x-acs-security-token", "CAIS+/=token~*"],
    ["x-acs-signature-nonce", "f".repeat(32)],
    ["x-acs-version", "2015-12-15"],
  ]);
  const canonicalRequest = acs3CanonicalRequest({
    method: "PUT",
    rawPath: "/clusters/c%20%2B1/tags",
    query: [
      ["b.2", "v/2"],
      ["B", ""],
      ["a", "会"],
    ],
    header: (name) => headers.get(name),
    signedHeaders: [...headers.keys()],
  });
  const stringToSign = acs3StringToSign(canonicalRequest);
  expect(stringToSign).toMatch(/e57ddfdb3a75b291fc4f712b1ef6fbe3a4cfc2022ddaa0482775c5fd69302d80$/);
  expect(acs3Signature("s/e+c=ret", stringToSign)).toBe(
    "77b733dc47242659eeb6eaf683f01dc1d089aa9b0ece48abe17a57e0544bd781",
  );
});
