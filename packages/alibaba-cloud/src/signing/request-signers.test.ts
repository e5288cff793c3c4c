import { createBearerCredentials, type SignableRequest } from "@credport/core";
import { scriptedHost, testSession } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../test/support/failure-of.js";
import { sha256, signAcs3 } from "./acs3-signature.js";
import { acs3Signer } from "./acs3-signer.js";
import { bearerSigner } from "./bearer-signer.js";
import { signRpc } from "./rpc-signature.js";
import { rpcSigner } from "./rpc-signer.js";

const at = new Date("2024-01-02T03:04:05Z");
const session = testSession(1);
const host = scriptedHost();
const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };

function request(changes: Partial<SignableRequest> = {}): SignableRequest {
  return {
    method: "post",
    url: new URL("https://ecs.cn-beijing.aliyuncs.com/?b=x+y&a=%E4%BC%9A"),
    headers: {},
    body: undefined,
    ...changes,
  };
}

describe("12.1: acs3Signer, a RequestSigner", () => {
  test("adds what is signed; the signature is that of what it answers", () => {
    const { url, headers } = acs3Signer({ action: "A", version: "V", host }).sign(
      request({ body: Buffer.from("{}"), headers: { "Content-Type": "application/json" } }),
      session,
      at,
    );
    expect(url.search).toBe("?a=%E4%BC%9A&b=x%20y");
    const { authorization, ...rest } = headers;
    expect(rest).toMatchObject({
      "content-type": "application/json",
      "x-acs-action": "A",
      "x-acs-version": "V",
      "x-acs-date": "2024-01-02T03:04:05Z",
      "x-acs-security-token": "token-1",
      "x-acs-accesskey-id": "STS.test1",
      "x-acs-content-sha256": sha256("{}"),
    });
    expect(rest).not.toHaveProperty("host");
    const expected = signAcs3({
      method: "POST",
      path: "/",
      query: { a: "会", b: "x y" },
      headers: { ...rest, host: url.host },
      bodyHash: sha256("{}"),
      accessKeyId: session.accessKeyId,
      accessKeySecret: session.accessKeySecret,
    });
    expect(authorization).toBe(expected.authorization);
  });

  test("signing again replaces the earlier attempt's headers, and keeps the caller's action", () => {
    const signer = acs3Signer({ action: "A", version: "V", host });
    const first = signer.sign(request({ headers: { "X-Acs-Action": "Mine" } }), session, at);
    const other = testSession(2, { securityToken: undefined });
    const second = signer.sign(
      request({ url: first.url, headers: first.headers }),
      other,
      new Date(at.getTime() + 1_000),
    );
    expect(second.headers).toMatchObject({ "x-acs-action": "Mine", "x-acs-date": "2024-01-02T03:04:06Z" });
    expect(second.headers).not.toHaveProperty("x-acs-security-token");
    expect(second.headers["authorization"]).toContain("Credential=STS.test2,");
    expect(second.headers["x-acs-signature-nonce"]).not.toBe(first.headers["x-acs-signature-nonce"]);
  });

  test("a path is encoded as signatures ask, a malformed escape too", () => {
    const { url } = acs3Signer({ host }).sign(request({ url: new URL("https://h/a(1)/%zz/%e4%bc%9a//") }), session, at);
    expect(url.pathname).toBe("/a%281%29/%25zz/%E4%BC%9A//");
  });

  test("a body that is not known cannot be signed", async () => {
    const error = await failureOf(() => acs3Signer({ host }).sign(request({ body: "unsigned" }), session, at));
    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    expect(error.message).toContain("body");
  });

  test("without a host it draws its nonces from the real one", () => {
    const nonces = [1, 2].map(() => acs3Signer().sign(request(), session, at).headers["x-acs-signature-nonce"]);
    expect(nonces[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(nonces[0]).not.toBe(nonces[1]);
  });
});

describe("2.1: rpcSigner, a RequestSigner", () => {
  test("signs query and form together, the form as the server decodes it", () => {
    const { url } = rpcSigner({ action: "A", version: "V", host }).sign(
      request({ headers: form, body: Buffer.from("p=1+2&q=%2B") }),
      session,
      at,
    );
    const { Signature, ...query } = Object.fromEntries(url.searchParams);
    expect(query).toMatchObject({
      Action: "A",
      Version: "V",
      a: "会",
      b: "x y",
      AccessKeyId: "STS.test1",
      SecurityToken: "token-1",
    });
    const parameters = { ...query, p: "1 2", q: "+" };
    expect(Signature).toBe(signRpc({ method: "POST", parameters, accessKeySecret: session.accessKeySecret }).signature);
  });

  test("signing again replaces signature and token; any other body may be unknown", async () => {
    const signer = rpcSigner({ host });
    const first = signer.sign(request(), session, at);
    const second = signer.sign(
      request({ url: first.url, body: "unsigned" }),
      testSession(2, { securityToken: undefined }),
      at,
    );
    expect(second.url.searchParams.getAll("Signature")).toHaveLength(1);
    expect(second.url.searchParams.has("SecurityToken")).toBe(false);
    const error = await failureOf(() => signer.sign(request({ headers: form, body: "unsigned" }), session, at));
    expect(error.message).toContain("form");
  });
});

test.each([
  ["acs3", acs3Signer({ host }), request({ url: new URL("https://h/?Tag=a&Tag=b") })],
  ["rpc, query", rpcSigner({ host }), request({ url: new URL("https://h/?Tag=a&Tag=b") })],
  ["rpc, form", rpcSigner({ host }), request({ headers: form, body: Buffer.from("Tag=a&Tag=b") })],
])("12.2: a parameter that is repeated is refused, not dropped: %s", async (_what, signer, repeated) => {
  const error = await failureOf(() => signer.sign(repeated, session, at));
  expect(error.code).toBe("CONFIG_INVALID");
  expect(error.message).toContain("Tag.1");
});

describe("12.2: bearerSigner, a RequestSigner", () => {
  const signer = bearerSigner({ action: "A", version: "V", style: "roa", host });
  const token = createBearerCredentials({ bearerToken: "b1", source: "bearer" });

  test("no Authorization, and nothing of an earlier attempt with a key or another token", () => {
    const keyed = acs3Signer({ host }).sign(request(), session, at);
    const { headers } = signer.sign(request({ headers: { ...keyed.headers, "X-Acs-Bearer-Token": "b0" } }), token, at);
    expect(headers).not.toHaveProperty("authorization");
    expect(headers).not.toHaveProperty("x-acs-security-token");
    expect(Object.entries(headers).filter(([name]) => name.toLowerCase() === "x-acs-bearer-token")).toEqual([
      ["x-acs-bearer-token", "b1"],
    ]);
  });
});

describe("12.2: dead-credential answers", () => {
  const answer = (Code: string): string => JSON.stringify({ Code, RequestId: "R" });

  test.each([
    ["InvalidSecurityToken.Expired", true],
    ["InvalidSecurityToken.Malformed", true],
    ["InvalidSecurityToken.MismatchWithAccessKey", true],
    ["SignatureDoesNotMatch", false],
    ["NoPermission", false],
    ["Forbidden.RAM", false],
    ["InvalidAccessKeyId.NotFound", false],
    ["InvalidAccessKeyId.Inactive", false],
  ])("%s: %s", (code, expected) => {
    for (const signer of [acs3Signer({ host }), rpcSigner({ host })]) {
      expect(signer.isRejected(403, {}, answer(code))).toBe(expected);
      expect(signer.isRejected(200, {}, answer(code))).toBe(false);
    }
  });

  test.each(["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive"])(
    "%s: only where a token was sent: a permanent key that is gone will not come back",
    (code) => {
      for (const signer of [acs3Signer({ host }), rpcSigner({ host })]) {
        signer.sign(request(), session, at);
        expect(signer.isRejected(404, {}, answer(code))).toBe(true);
        signer.sign(request(), testSession(2, { securityToken: undefined }), at);
        expect(signer.isRejected(404, {}, answer(code))).toBe(false);
      }
    },
  );

  test("a body that says nothing is no such answer; a bearer token is never rejected", () => {
    expect(acs3Signer({ host }).isRejected(403, {}, "<html>")).toBe(false);
    const signer = bearerSigner({ action: "A", version: "V", style: "rpc", host });
    expect(signer.isRejected(403, {}, answer("InvalidSecurityToken.Expired"))).toBe(false);
  });
});
