import { describe, expect, test } from "vitest";
import { odpsSignature, odpsStringToSign, parseOdpsApplication, parseOdpsAuthorization } from "./odps.js";

// The worked vectors of spec "maxcompute" 2.6.

const date = "Tue, 03 Mar 2026 04:05:06 GMT";
const headers = { date, "x-odps-user-agent": "odps-ts/1.0.0" };
const scope = { day: "20260303", region: "cn-beijing", corporation: "aliyun" };
const secret = "public-vector-secret-1";

const get = {
  method: "GET",
  rawPath: "/projects/demo/instances/20260303040506001g",
  rawQuery: "curr_project=demo&taskstatus",
  headers,
};
const post = {
  method: "POST",
  rawPath: "/projects/demo/instances",
  rawQuery: "curr_project=demo",
  headers: { ...headers, "content-type": "application/xml" },
};
const tunnel = {
  method: "GET",
  rawPath: "/projects/demo/instances/i%201",
  rawQuery: "data=&downloadid=d%2B1&rowrange=%280%2C10%29",
  headers: { ...headers, "x-odps-tunnel-version": "5", "odps-tunnel-date-transform": "v1" },
};
const sts = { method: "GET", rawPath: "/projects/demo", rawQuery: "curr_project=demo", headers };

test("the string to sign of V2-C decodes path and query once", () => {
  expect(odpsStringToSign(tunnel)).toBe(
    `GET\n\n\n${date}\nx-odps-tunnel-version:5\nx-odps-user-agent:odps-ts/1.0.0\n/projects/demo/instances/i 1?data&downloadid=d+1&rowrange=(0,10)`,
  );
});

describe.each([
  ["V2-A", get, secret, undefined, "naC2NccRTY1aeJHlPgjuGuBl/DU="],
  ["V2-B", post, secret, undefined, "MTmLez3RviChNU9rJvqPjxPTi0k="],
  ["V2-C", tunnel, secret, undefined, "sw9EilWZAu/wlrfmIdKQzMUyrpY="],
  ["V4-A", get, secret, scope, "JYFuSJC8bi6qB04E0WJ+kasiHEk="],
  ["V4-B", post, secret, scope, "bgd9XFYkp2LWCrtfyNDQNArtKco="],
  ["STS-A", sts, "public-vector-secret-2", undefined, "tk/c45N3XIBsX0TuWCkxDL2pi7Y="],
  ["STS-B", sts, "public-vector-secret-2", scope, "JFap4wcaVD6N/eiC76f9wsNZvQI="],
] as const)("%s", (_name, request, key, keyScope, expected) => {
  test("has the signature of the spec", () => {
    expect(odpsSignature(key, keyScope, odpsStringToSign(request))).toBe(expected);
  });
});

test("APP-A: the application signs the whole first value", () => {
  const first = "ODPS LTAI-PUBLIC-0001:naC2NccRTY1aeJHlPgjuGuBl/DU=";
  expect(odpsSignature("public-app-secret", undefined, first)).toBe("Yer6T5GrOz/QD4acMtjmD5aWWpA=");
});

test("reads both forms of Authorization, and nothing else", () => {
  expect(parseOdpsAuthorization("ODPS id:sig=")).toEqual({ accessKeyId: "id", signature: "sig=" });
  expect(parseOdpsAuthorization("ODPS id/20260303/cn-beijing/odps/aliyun_v4_request:sig=")).toEqual({
    accessKeyId: "id",
    signature: "sig=",
    scope,
  });
  expect(parseOdpsAuthorization("OSS id:sig")).toBeUndefined();
  expect(
    parseOdpsApplication("account_provider:aliyun,signature_method:hmac-sha1,access_id:app,signature:a+b="),
  ).toEqual({ accessKeyId: "app", signature: "a+b=" });
  expect(
    parseOdpsApplication("account_provider:other,signature_method:hmac-sha1,access_id:a,signature:b"),
  ).toBeUndefined();
});
