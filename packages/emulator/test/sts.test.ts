import PopCore from "@alicloud/pop-core";
import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator, type Emulator, type KeyPair } from "../src/index.js";
import { rpcSignature, rpcStringToSign } from "../src/signatures/rpc-v1.js";

// CommonJS packages whose class is `exports.default`; `require` gives the same shape under every test runner.
const require = createRequire(import.meta.url);
const sts20150401: typeof import("@alicloud/sts20150401", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/sts20150401");
const openApi: typeof import("@alicloud/openapi-core", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/openapi-core");

const VERSION = "2015-04-01";
const START = Date.UTC(2026, 0, 2, 3, 4, 5);

let emulator: Emulator<"sts">;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["sts"] });
});

afterEach(() => emulator.close());

function popClient(keys: KeyPair & { securityToken?: string }): PopCore {
  return new PopCore({ ...keys, endpoint: emulator.sts.url, apiVersion: VERSION });
}

function stsClient(keys: KeyPair & { securityToken?: string }): InstanceType<typeof sts20150401.default> {
  return new sts20150401.default(
    new openApi.$OpenApiUtil.Config({ ...keys, endpoint: emulator.sts.host, protocol: "http" }),
  );
}

interface StsAnswer {
  readonly RequestId: string;
  readonly Code?: string;
  readonly Message?: string;
  readonly HostId?: string;
  readonly Recommend?: string;
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly AccessKeySecret: string;
    readonly SecurityToken: string;
    readonly Expiration: string;
  };
}

/** Sends an RPC request made by hand, so that each piece can be wrong. */
async function call(
  keys: KeyPair & { securityToken?: string | undefined },
  changes: Record<string, string | undefined> = {},
  method: "GET" | "POST" = "GET",
): Promise<{ status: number; body: StsAnswer; stringToSign: string }> {
  const parameters: Record<string, string | undefined> = {
    Action: "AssumeRole",
    Version: VERSION,
    Format: "JSON",
    Timestamp: new Date(emulator.clock.now()).toISOString().replace(/\.\d+/, ""),
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: crypto.randomUUID(),
    AccessKeyId: keys.accessKeyId,
    SecurityToken: keys.securityToken,
    RoleArn: `acs:ram::${emulator.accountId}:role/reader`,
    RoleSessionName: "test",
    ...changes,
  };
  const items = Object.entries(parameters).filter((item): item is [string, string] => item[1] !== undefined);
  const stringToSign = rpcStringToSign(method, items);
  const signed = new URLSearchParams(items);
  signed.set("Signature", changes["Signature"] ?? rpcSignature(keys.accessKeySecret, stringToSign));
  const response =
    method === "GET"
      ? await fetch(`${emulator.sts.url}/?${signed.toString()}`)
      : await fetch(emulator.sts.url, { method, body: signed });
  const body: StsAnswer = JSON.parse(await response.text());
  return { status: response.status, body, stringToSign };
}

describe("STS met by clients we did not write", () => {
  test.each(["GET", "POST"])("pop-core assumes a role with %s", async (method) => {
    const user = emulator.accounts.createUser();
    const role = emulator.accounts.createRole({ name: "reader" });
    const parameters = { RoleArn: role.arn, RoleSessionName: "a@b", Policy: '{"Version":"1","Statement":[]}' };
    const answer = await popClient(user).request<StsAnswer>("AssumeRole", parameters, { method });
    expect(answer.Credentials.AccessKeyId).toMatch(/^STS\./);
    expect(answer).toMatchObject({
      AssumedRoleUser: { Arn: `acs:ram::${emulator.accountId}:assumed-role/reader/a@b` },
    });
    expect(answer.Credentials.Expiration).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test("sts20150401 assumes a role, and the session may assume another", async () => {
    const user = emulator.accounts.createUser();
    const first = emulator.accounts.createRole({ name: "first" });
    const second = emulator.accounts.createRole({ name: "second", trusts: [first.arn] });
    const answer = await stsClient(user).assumeRole(
      new sts20150401.AssumeRoleRequest({ roleArn: first.arn, roleSessionName: "one", durationSeconds: 900 }),
    );
    const session = answer.body?.credentials;
    const keys = {
      accessKeyId: session?.accessKeyId ?? "",
      accessKeySecret: session?.accessKeySecret ?? "",
      securityToken: session?.securityToken ?? "",
    };
    const identity = await stsClient(keys).getCallerIdentity();
    expect(identity.body).toMatchObject({
      identityType: "AssumedRoleUser",
      accountId: emulator.accountId,
      arn: `acs:ram::${emulator.accountId}:assumed-role/first/one`,
      roleId: first.id,
      principalId: `${first.id}:one`,
    });
    const chained = await stsClient(keys).assumeRole(
      new sts20150401.AssumeRoleRequest({ roleArn: second.arn, roleSessionName: "two", durationSeconds: 3600 }),
    );
    expect(chained.body?.assumedRoleUser?.arn).toContain("assumed-role/second/two");
    await expect(
      stsClient(user).assumeRole(new sts20150401.AssumeRoleRequest({ roleArn: second.arn, roleSessionName: "two" })),
    ).rejects.toMatchObject({ code: "NoPermission" });
  });

  test("GetCallerIdentity names a user", async () => {
    const user = emulator.accounts.createUser({ name: "ann" });
    expect(await popClient(user).request("GetCallerIdentity", {})).toMatchObject({
      IdentityType: "RAMUser",
      UserId: user.id,
      Arn: `acs:ram::${emulator.accountId}:user/ann`,
    });
  });

  test("a wrong secret is SignatureDoesNotMatch to pop-core", async () => {
    const user = emulator.accounts.createUser();
    await expect(
      popClient({ ...user, accessKeySecret: "wrong" }).request("GetCallerIdentity", {}),
    ).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
    await expect(stsClient({ ...user, accessKeySecret: "wrong" }).getCallerIdentity()).rejects.toMatchObject({
      code: "SignatureDoesNotMatch",
    });
  });
});

describe("what STS refuses", () => {
  beforeEach(() => {
    emulator.accounts.createRole({ name: "reader" });
  });

  test("a wrong signature, telling what the server signed", async () => {
    const user = emulator.accounts.createUser();
    const { status, body, stringToSign } = await call({ ...user, accessKeySecret: "wrong" });
    expect(status).toBe(400);
    expect(body).toMatchObject({ Code: "SignatureDoesNotMatch", HostId: emulator.sts.host });
    expect(body.Message).toBe(
      `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
    );
    expect(body.RequestId).toMatch(/^[0-9A-F-]{36}$/);
    expect(body.Recommend).toContain("SignatureDoesNotMatch");
  });

  test("a timestamp more than 15 minutes off, either way, and one in another form", async () => {
    const user = emulator.accounts.createUser();
    emulator.clock.set(START);
    for (const Timestamp of ["2026-01-02T02:49:04Z", "2026-01-02T03:19:06Z"]) {
      emulator.clock.set(START);
      expect((await call(user, { Timestamp })).body.Code).toBe("InvalidTimeStamp.Expired");
    }
    emulator.clock.set(START);
    expect((await call(user, { Timestamp: "2026-01-02T02:50:00Z" })).status).toBe(200);
    expect((await call(user, { Timestamp: "2026-01-02 03:04:05" })).body.Code).toBe("InvalidTimeStamp.Format");
  });

  test("a nonce used before", async () => {
    const user = emulator.accounts.createUser();
    expect((await call(user, { SignatureNonce: "n" })).status).toBe(200);
    expect((await call(user, { SignatureNonce: "n" }, "POST")).body.Code).toBe("SignatureNonceUsed");
  });

  test("keys that are unknown, off, expired or revoked, and tokens that do not belong", async () => {
    const user = emulator.accounts.createUser();
    const session = emulator.accounts.issueSession({ of: user, durationSeconds: 900 });
    const other = emulator.accounts.issueSession({ of: user });
    const code = async (keys: KeyPair & { securityToken?: string | undefined }): Promise<string | undefined> =>
      (await call(keys)).body.Code;
    expect(await code({ accessKeyId: "LTAIunknown", accessKeySecret: "x" })).toBe("InvalidAccessKeyId.NotFound");
    expect(await code(session)).toBeUndefined();
    expect(await code({ ...session, securityToken: other.securityToken })).toBe(
      "InvalidSecurityToken.MismatchWithAccessKey",
    );
    expect(await code({ ...session, securityToken: undefined })).toBe("MissingSecurityToken");
    emulator.clock.advance(900_000);
    expect(await code(session)).toBe("InvalidSecurityToken.Expired");
    emulator.accounts.revoke(other.accessKeyId);
    expect(await code(other)).toBe("InvalidSecurityToken.MismatchWithAccessKey");
    emulator.accounts.setActive(user.accessKeyId, false);
    expect(await code(user)).toBe("InvalidAccessKeyId.Inactive");
    emulator.accounts.setActive(user.accessKeyId, true);
    expect(await code(user)).toBeUndefined();
    emulator.accounts.revoke(user.accessKeyId);
    expect(await code(user)).toBe("InvalidAccessKeyId.NotFound");
  });

  test("parameters that are missing or wrong", async () => {
    const user = emulator.accounts.createUser();
    const code = async (changes: Record<string, string | undefined>): Promise<string | undefined> =>
      (await call(user, changes)).body.Code;
    expect(await code({ Action: "AssumeRoll" })).toBe("InvalidAction.NotFound");
    expect(await code({ Version: "2014-01-01" })).toBe("InvalidAction.NotFound");
    expect(await code({ Action: undefined })).toBe("MissingAction");
    expect(await code({ Version: undefined })).toBe("MissingVersion");
    expect(await code({ AccessKeyId: undefined })).toBe("MissingAccessKeyId");
    expect(await code({ SignatureNonce: "" })).toBe("MissingSignatureNonce");
    expect(await code({ SignatureMethod: "HMAC-MD5" })).toBe("InvalidSignatureMethod");
    expect(await code({ RoleArn: undefined })).toBe("MissingRoleArn");
    expect(await code({ RoleArn: "reader" })).toBe("InvalidParameter.RoleArn");
    expect(await code({ RoleArn: "acs:ram::1:role/nobody" })).toBe("EntityNotExist.Role");
    expect(await code({ RoleSessionName: "a b" })).toBe("InvalidParameter.RoleSessionName");
    expect(await code({ DurationSeconds: "899" })).toBe("InvalidParameter.DurationSeconds");
    expect(await code({ DurationSeconds: "43201" })).toBe("InvalidParameter.DurationSeconds");
    expect(await code({ Policy: "{}" })).toBe("InvalidParameter.PolicyGrammar");
    expect(await code({ Policy: "x".repeat(2049) })).toBe("InvalidParameter.PolicySize");
  });

  test("another session's role may only be assumed for an hour", async () => {
    const session = emulator.accounts.issueSession({ of: emulator.accounts.createRole({ name: "first" }) });
    expect((await call(session, { DurationSeconds: "3600" })).status).toBe(200);
    expect((await call(session, { DurationSeconds: "3601" })).body.Code).toBe("InvalidParameter.DurationSeconds");
  });

  test("answers are XML unless JSON is asked for", async () => {
    const response = await fetch(`${emulator.sts.url}/?Action=AssumeRole`);
    expect(response.headers.get("content-type")).toMatch(/^text\/xml/);
    expect(await response.text()).toContain("<Code>MissingVersion</Code>");
  });
});
