import { createAccessKeyCredentials, createBearerCredentials } from "@credport/core";
import { describe, expect, it, test } from "vitest";
import { createRequestSigner } from "./create-request-signer.js";

const endpoint = "https://service.cn-beijing.maxcompute.aliyun.com/api";
const url = new URL(`${endpoint}/projects/demo/instances/20260303040506001g?curr_project=demo&taskstatus`);
const credentials = createAccessKeyCredentials({
  accessKeyId: "LTAI-PUBLIC-0001",
  accessKeySecret: "public-vector-secret-1",
  source: "test",
});
const at = new Date("2026-03-03T04:05:06Z");
const headers = {
  "x-odps-user-agent": "odps-ts/1.0.0",
  date: "an earlier attempt",
  Authorization: "stale",
  "authorization-sts-token": "stale",
};

describe("adapters.md 6: a signer for plain fetch", () => {
  it("gives vectors V2-A and V4-A, dropping what an earlier attempt left", () => {
    const v2 = createRequestSigner({ endpoint }).sign(
      { method: "GET", url, headers, body: undefined },
      credentials,
      at,
    );
    expect(v2.headers).toEqual({
      "x-odps-user-agent": "odps-ts/1.0.0",
      Date: at.toUTCString(),
      Authorization: "ODPS LTAI-PUBLIC-0001:naC2NccRTY1aeJHlPgjuGuBl/DU=",
    });
    const v4 = createRequestSigner({ endpoint, region: "cn-beijing" }).sign(
      { method: "GET", url, headers, body: "unsigned" },
      credentials,
      at,
    );
    expect(v4.headers["Authorization"]).toBe(
      "ODPS LTAI-PUBLIC-0001/20260303/cn-beijing/odps/aliyun_v4_request:JYFuSJC8bi6qB04E0WJ+kasiHEk=",
    );
    expect(v4.url).toBe(url);
  });

  it("sends a bearer token alone", () => {
    const bearer = createBearerCredentials({ bearerToken: "bt", source: "test" });
    const signed = createRequestSigner({ endpoint }).sign({ method: "GET", url, headers, body: undefined }, bearer, at);
    expect(signed.headers).toEqual({
      "x-odps-user-agent": "odps-ts/1.0.0",
      Date: at.toUTCString(),
      "x-odps-bearer-token": "bt",
    });
  });

  it("refuses what cannot be signed", () => {
    const request = { method: "GET", url: new URL(`${endpoint}/x?x-odps-a=1`), headers: {}, body: undefined };
    expect(() => createRequestSigner({ endpoint }).sign(request, credentials, at)).toThrow(
      expect.objectContaining({ name: "CredentialsError", code: "CONFIG_INVALID" }),
    );
  });

  test.each([
    [401, "<Error><Code>Unauthorized</Code></Error>", true],
    [400, "<Error><Code>AuthenticationRequestExpired</Code></Error>", true],
    [400, '{"Code":"ODPS-0410042","Message":"m"}', true],
    [403, "<Error><Code>NoPermission</Code></Error>", false],
    [404, "", false],
  ])("%i %s", (status, body, rejected) => {
    expect(createRequestSigner({ endpoint }).isRejected(status, {}, body)).toBe(rejected);
  });
});
