import { CredentialsError, createProvider, fromFunction, unavailable } from "@credport/core";
import {
  canary,
  networkError,
  scriptedHost,
  scriptedSource,
  sourceConformance,
  type ScriptedHost,
  type ScriptedResponse,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import { brokenSessions, formOf, inAnHour, queryOf, roleAnswer, session } from "../../test/support/answers.js";
import { failureOf, load, loadFailure } from "../../test/support/failure-of.js";
import { packageVersion } from "../http/package-version.js";
import { signRpc } from "../signing/rpc-signature.js";
import { accessKey } from "./access-key.js";
import { environment } from "./environment.js";
import { ramRoleArn, type RamRoleArnOptions } from "./ram-role-arn.js";

const pair = { accessKeyId: "LTAIid", accessKeySecret: canary.accessKeySecret };
const roleArn = "acs:ram::123456789012:role/demo";
const role = { ...pair, roleArn };
const failingBase = fromFunction("base", () => {
  throw networkError("base");
});

/** A host whose STS answers this, and keys in the environment. */
function stsHost(answer: ScriptedResponse = { body: roleAnswer }, env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env });
  host.onRequest(() => answer);
  return host;
}

/** An STS error body, with a canary where the vendor repeats what was sent. */
const refused = (Code: string): object => ({
  RequestId: "R-1",
  HostId: "sts",
  Code,
  Message: `no ${canary.securityToken}`,
  Recommend: canary.securityToken,
});

sourceConformance({
  name: "ram_role_arn",
  working: () => ({ source: ramRoleArn(role), host: stsHost() }),
  unconfigured: () => ({ source: ramRoleArn({ base: environment(), roleArn }), host: stsHost() }),
  failing: {
    "no role": () => ({ source: ramRoleArn(pair), host: stsHost(), code: "CONFIG_INVALID" }),
    "STS cannot be reached": () => ({ source: ramRoleArn(role), host: scriptedHost(), code: "NETWORK" }),
    "STS refuses": () => ({
      source: ramRoleArn(role),
      host: stsHost({ status: 403, body: refused("NoPermission") }),
      code: "HTTP_STATUS",
    }),
    "STS is broken": () => ({
      source: ramRoleArn(role),
      host: stsHost({ status: 503, body: canary.securityToken }),
      code: "HTTP_STATUS",
    }),
    "no JSON": () => ({
      source: ramRoleArn(role),
      host: stsHost({ body: `{"${canary.accessKeySecret}` }),
      code: "MALFORMED_RESPONSE",
    }),
    "half an answer": () => ({
      source: ramRoleArn(role),
      host: stsHost({ body: { Credentials: { ...session, SecurityToken: "" } } }),
      code: "INCOMPLETE_RESPONSE",
    }),
    "no expiration": () => ({
      source: ramRoleArn(role),
      host: stsHost({ body: { Credentials: { ...session, Expiration: canary.securityToken } } }),
      code: "INVALID_EXPIRATION",
    }),
    "a base that fails": () => ({
      source: ramRoleArn({ base: failingBase, roleArn }),
      host: stsHost(),
      code: "NETWORK",
    }),
  },
  hanging: () => {
    const host = scriptedHost();
    host.onRequest(() => new Promise(() => undefined));
    return { source: ramRoleArn(role), host };
  },
});

describe("2.1: AssumeRole on the wire", () => {
  test("every query and body field, the headers, and a signature over all of them", async () => {
    const host = stsHost();
    const policy = '{"Version":"1"}';
    await load(
      ramRoleArn({
        ...role,
        securityToken: "tok",
        policy,
        externalId: "ext",
        roleSessionName: "me",
        roleSessionExpiration: 900,
      }),
      host,
    );
    const [request] = host.requests;
    expect(request?.method).toBe("POST");
    expect(`${request?.url.origin}${request?.url.pathname}`).toBe("https://sts.aliyuncs.com/");
    const { Signature, ...query } = queryOf(request);
    expect(query).toEqual({
      Version: "2015-04-01",
      Action: "AssumeRole",
      Format: "JSON",
      Timestamp: "2026-01-01T12:00:00Z",
      SignatureMethod: "HMAC-SHA1",
      SignatureVersion: "1.0",
      SignatureNonce: expect.stringMatching(/^[0-9a-f]{32}$/),
      AccessKeyId: "LTAIid",
      SecurityToken: "tok",
    });
    const form = formOf(request);
    expect(form).toEqual({
      RoleArn: roleArn,
      RoleSessionName: "me",
      DurationSeconds: "900",
      Policy: policy,
      ExternalId: "ext",
    });
    const expected = signRpc({
      method: "POST",
      parameters: { ...query, ...form },
      accessKeySecret: pair.accessKeySecret,
    });
    expect(Signature).toBe(expected.signature);
    expect(request?.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded",
      "x-acs-credentials-provider": "static_sts",
      "user-agent": `AlibabaCloud (linux; x64) Node.js/20.20.2 ${packageVersion}`,
    });
  });

  test("without token, policy and external id, none is sent; the nonce is new each time", async () => {
    const host = stsHost();
    const source = ramRoleArn({ ...role, policy: "", externalId: "" });
    await load(source, host);
    await load(source, host);
    const [first, second] = host.requests;
    expect(queryOf(first)).not.toHaveProperty("SecurityToken");
    expect(Object.keys(formOf(first))).toEqual(["RoleArn", "RoleSessionName", "DurationSeconds"]);
    expect(first?.headers["x-acs-credentials-provider"]).toBe("static_ak");
    expect(queryOf(first)["SignatureNonce"]).not.toBe(queryOf(second)["SignatureNonce"]);
  });

  test("a good answer gives the session, whose it is, and when it ends", async () => {
    const credentials = await load(ramRoleArn(role), stsHost());
    expect(credentials).toMatchObject({
      type: "sts",
      accessKeyId: "STS.id",
      expiration: new Date(inAnHour),
      identity: {
        source: "ram_role_arn/static_ak",
        accountId: "123456789012",
        principal: "acs:ram::1:assumed-role/app/test",
      },
    });
    expect(credentials.accessKeySecret).toBe(canary.accessKeySecret);
    expect(credentials.securityToken).toBe(canary.securityToken);
  });

  test("a Date header moves the expiration to the local clock and is reported as skew", async () => {
    const skews: number[] = [];
    const host = stsHost({ body: roleAnswer, headers: { Date: "Thu, 01 Jan 2026 12:10:00 GMT" } });
    const credentials = await load(ramRoleArn(role), host, {
      reportClockSkew: (milliseconds) => skews.push(milliseconds),
    });
    expect(credentials.expiration).toEqual(new Date("2026-01-01T12:50:00Z"));
    expect(skews).toEqual([600_000]);
  });

  test.each(["null", "[]", '"x"', "{}", '{"Credentials":null}'])(
    "10: JSON without Credentials (%s) is INCOMPLETE_RESPONSE",
    async (body) => {
      const error = await loadFailure(ramRoleArn(role), stsHost({ body }));
      expect(error.code).toBe("INCOMPLETE_RESPONSE");
      expect(error.message).toContain("Credentials");
    },
  );

  test.each(brokenSessions)("10: a session %s is INCOMPLETE_RESPONSE and names it", async (_what, broken, field) => {
    const error = await loadFailure(ramRoleArn(role), stsHost({ body: { Credentials: broken } }));
    expect(error.code).toBe("INCOMPLETE_RESPONSE");
    expect(error.message).toContain(field);
  });
});

describe("2.1 and 10: refusals", () => {
  test.each([
    [400, "InvalidParameter", true],
    [400, "Throttling.User", false],
    [403, "NoPermission", true],
    [404, "EntityNotExist.Role", true],
    [408, "Timeout", false],
    [425, "TooEarly", false],
    [429, "TooMany", false],
    [301, "Moved", false],
    [500, "InternalError", false],
  ])("%i %s: status, code and request id, in fields and message; permanent: %s", async (status, code, permanent) => {
    const error = await loadFailure(ramRoleArn(role), stsHost({ status, body: refused(code) }));
    expect(error).toMatchObject({
      code: "HTTP_STATUS",
      httpStatus: status,
      vendorCode: code,
      requestId: "R-1",
      permanent,
    });
    for (const part of [String(status), code, "R-1"]) expect(error.message).toContain(part);
  });

  test.each(["x".repeat(129), "not a code!", `<${canary.securityToken}>`])(
    "a vendor code like %j is dropped",
    async (Code) => {
      const error = await loadFailure(ramRoleArn(role), stsHost({ status: 403, body: refused(Code) }));
      expect(error.vendorCode).toBeUndefined();
      expect(error.message).not.toContain(Code);
    },
  );

  test.each(["", "<html>", "null", "7", '{"Code":null}', '{"Code":["x"]}'])(
    "a body like %j never crashes",
    async (body) => {
      expect(await loadFailure(ramRoleArn(role), stsHost({ status: 400, body }))).toMatchObject({
        code: "HTTP_STATUS",
        httpStatus: 400,
      });
    },
  );

  test("Retry-After is kept", async () => {
    const host = stsHost({ status: 503, headers: { "Retry-After": "7" } });
    expect(await loadFailure(ramRoleArn(role), host)).toMatchObject({ retryAfter: 7_000 });
  });

  test("Retry-After of more seconds than a date has is a number all the same, for core's cap to meet", async () => {
    const host = stsHost({ status: 503, headers: { "Retry-After": "31536000000" } });
    expect(await loadFailure(ramRoleArn(role), host)).toMatchObject({ retryAfter: 31_536_000_000_000 });
  });

  /** STS with a SignatureDoesNotMatch that repeats this string to sign. */
  function mismatch(
    change: (stringToSign: string) => string | undefined,
    contentType = "application/json;charset=utf-8",
  ): ScriptedHost {
    const host = scriptedHost();
    host.onRequest((request) => {
      const { Signature: _, ...query } = queryOf(request);
      const { stringToSign } = signRpc({
        method: "POST",
        parameters: { ...query, ...formOf(request) },
        accessKeySecret: "other",
      });
      const Message = change(stringToSign);
      return {
        status: 400,
        headers: { "Content-Type": contentType },
        body: { Code: "SignatureDoesNotMatch", RequestId: "R-2", Message },
      };
    });
    return host;
  }

  test("SignatureDoesNotMatch with our own string to sign: AUTH_REJECTED, the secret is wrong", async () => {
    const host = mismatch(
      (text) => `Specified signature is not matched with our calculation. server string to sign is:${text}`,
    );
    const error = await loadFailure(ramRoleArn(role), host);
    expect(error).toMatchObject({
      code: "AUTH_REJECTED",
      permanent: true,
      httpStatus: 400,
      vendorCode: "SignatureDoesNotMatch",
      requestId: "R-2",
    });
    expect(error.message).toContain("secret");
    expect(error.message).not.toContain("POST&");
  });

  test.each([
    ["another string to sign", mismatch((text) => `${text}x`)],
    ["no message", mismatch(() => undefined)],
    ["a body that is not called JSON", mismatch((text) => text, "text/plain")],
  ])("with %s it stays HTTP_STATUS", async (_what, host) => {
    expect(await loadFailure(ramRoleArn(role), host)).toMatchObject({
      code: "HTTP_STATUS",
      vendorCode: "SignatureDoesNotMatch",
    });
  });
});

describe("1.1: whose credentials sign", () => {
  test.each([
    ["a pair", pair, "ram_role_arn/static_ak"],
    ["a triple", { ...pair, securityToken: "t" }, "ram_role_arn/static_sts"],
    ["a source", { base: accessKey(pair) }, "ram_role_arn/static_ak"],
    ["another role", { base: ramRoleArn(role) }, "ram_role_arn/ram_role_arn/static_ak"],
  ])("%s: the path is %s", async (_what, signer: RamRoleArnOptions, path) => {
    const credentials = await load(ramRoleArn({ ...signer, roleArn }), stsHost());
    expect(credentials.identity.source).toBe(path);
  });

  test("a provider as base is asked, not loaded: its cache holds", async () => {
    const host = stsHost();
    const keys = scriptedSource(await load(accessKey(pair), host), "static_ak");
    await using base = createProvider(keys, { host });
    const source = ramRoleArn({ base, roleArn });
    await load(source, host);
    await load(source, host);
    expect(keys.loads).toBe(1);
  });

  test("no pair at all: the environment's, with its token (static_sts)", async () => {
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "a",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "b",
      ALIBABA_CLOUD_SECURITY_TOKEN: "c",
    };
    const host = stsHost(undefined, env);
    const credentials = await load(ramRoleArn({ roleArn }), host);
    expect(credentials.identity.source).toBe("ram_role_arn/static_sts");
    expect(queryOf(host.requests[0])).toMatchObject({ AccessKeyId: "a", SecurityToken: "c" });
  });

  test("half a pair, a token alone, a key beside base, and a base that is none are CONFIG_INVALID", async () => {
    const wrong: [string, RamRoleArnOptions][] = [
      ["accessKeySecret", { accessKeyId: "a", roleArn }],
      ["accessKeyId", { securityToken: "t", roleArn }],
      ["base", { ...role, base: environment() }],
    ];
    for (const [option, options] of wrong)
      expect((await failureOf(() => ramRoleArn(options))).message).toContain(option);
    // @ts-expect-error a caller without types
    expect((await failureOf(() => ramRoleArn({ roleArn, base: {} }))).message).toContain("base");
  });

  test("a base that is not configured makes the role unavailable, with the base's reason and path", async () => {
    const cause = new CredentialsError({ code: "NOT_CONFIGURED", message: "nothing here" });
    const base = fromFunction("keys", () => unavailable("nothing here", { cause }));
    const source = ramRoleArn({ roleArn, base });
    expect(await loadFailure(source, stsHost())).toMatchObject({ code: "NOT_CONFIGURED", source: "ram_role_arn/keys" });
  });
});

describe("1.2: role parameters", () => {
  test("role ARN and session name come from the environment, at each load", async () => {
    const host = stsHost(undefined, {
      ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/env",
      ALIBABA_CLOUD_ROLE_SESSION_NAME: "env-name",
    });
    const source = ramRoleArn(pair);
    await load(source, host);
    expect(formOf(host.requests[0])).toMatchObject({
      RoleArn: "acs:ram::1:role/env",
      RoleSessionName: "env-name",
      DurationSeconds: "3600",
    });
    host.environment.set("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/later");
    await load(source, host);
    expect(formOf(host.requests[1])["RoleArn"]).toBe("acs:ram::1:role/later");
  });

  test("the generated session name is made at the first load and kept", async () => {
    const host = stsHost();
    const source = ramRoleArn(role);
    host.clock.jump(5);
    await load(source, host);
    host.clock.jump(1_000);
    await load(source, host);
    const names = host.requests.map((request) => formOf(request)["RoleSessionName"]);
    const expected = `credentials-nodejs-${String(Date.UTC(2026, 0, 1, 12) + 5)}`;
    expect(names).toEqual([expected, expected]);
  });

  test("a missing role ARN is CONFIG_INVALID and names its variable", async () => {
    const error = await loadFailure(ramRoleArn(pair), stsHost());
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain("roleArn");
    expect(error.message).toContain("ALIBABA_CLOUD_ROLE_ARN");
  });

  test.each([
    [undefined, "3600"],
    [0, "3600"],
    ["", "3600"],
    ["0", "3600"],
    [900, "900"],
    ["7200", "7200"],
  ])("a duration of %j is sent as %s", async (roleSessionExpiration, sent) => {
    const host = stsHost();
    await load(ramRoleArn({ ...role, roleSessionExpiration }), host);
    expect(formOf(host.requests[0])["DurationSeconds"]).toBe(sent);
  });

  test.each([899, 1, -900, 900.5, NaN, Infinity, "899", "an hour", "9e3", "900.5"])(
    "a duration of %j is CONFIG_INVALID",
    async (roleSessionExpiration) => {
      const error = await failureOf(() => ramRoleArn({ ...role, roleSessionExpiration }));
      expect(error.code).toBe("CONFIG_INVALID");
      expect(error.message).toContain("roleSessionExpiration");
    },
  );
});

describe("1.3: STS host selection", () => {
  const region = { ALIBABA_CLOUD_STS_REGION: "cn-env" };
  const vpc = { ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "TRUE" };
  test.each<[string, RamRoleArnOptions, Record<string, string>, string]>([
    ["nothing", {}, {}, "https://sts.aliyuncs.com"],
    ["vpc without a region", { enableVpc: true }, vpc, "https://sts.aliyuncs.com"],
    ["a region", { stsRegionId: "cn-beijing" }, region, "https://sts.cn-beijing.aliyuncs.com"],
    ["the environment's region", { stsRegionId: "" }, region, "https://sts.cn-env.aliyuncs.com"],
    ["a region and vpc", { stsRegionId: "cn-beijing", enableVpc: true }, {}, "https://sts-vpc.cn-beijing.aliyuncs.com"],
    ["both from the environment", {}, { ...region, ...vpc }, "https://sts-vpc.cn-env.aliyuncs.com"],
    [
      "a switch that is not true",
      {},
      { ...region, ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "1" },
      "https://sts.cn-env.aliyuncs.com",
    ],
    [
      "an endpoint",
      { stsEndpoint: "sts.example.com", stsRegionId: "cn-beijing", enableVpc: true },
      region,
      "https://sts.example.com",
    ],
    ["an endpoint with scheme and slash", { stsEndpoint: "https://sts.example.com/" }, {}, "https://sts.example.com"],
    ["http before a name", { stsEndpoint: "http://sts.example.com/" }, {}, "https://sts.example.com"],
    ["http before an address", { stsEndpoint: "http://127.0.0.1:8080" }, {}, "http://127.0.0.1:8080"],
    ["http before localhost", { stsEndpoint: "http://localhost:8080/" }, {}, "http://localhost:8080"],
    ["http before an IPv6 address", { stsEndpoint: "http://[::1]:8080" }, {}, "http://[::1]:8080"],
    ["an address and nothing before it", { stsEndpoint: "127.0.0.1:8443" }, {}, "https://127.0.0.1:8443"],
  ])("%s", async (_what, options, env, origin) => {
    const host = stsHost(undefined, env);
    await load(ramRoleArn({ ...role, ...options }), host);
    expect(host.requests[0]?.url.origin).toBe(origin);
  });

  test.each(["a/b", "a?b", "a#b", "u@a", "a b", "https://", "a:99999", "https://a//", "a\\b"])(
    "an endpoint like %j is CONFIG_INVALID",
    async (stsEndpoint) => {
      const error = await failureOf(() => ramRoleArn({ ...role, stsEndpoint }));
      expect(error.code).toBe("CONFIG_INVALID");
      expect(error.message).toContain("stsEndpoint");
    },
  );

  test("a region that could be another host is CONFIG_INVALID, naming its variable", async () => {
    expect((await failureOf(() => ramRoleArn({ ...role, stsRegionId: "evil.example/" }))).message).toContain(
      "stsRegionId",
    );
    const error = await loadFailure(ramRoleArn(role), stsHost(undefined, { ALIBABA_CLOUD_STS_REGION: "a.b" }));
    expect(error.message).toContain("ALIBABA_CLOUD_STS_REGION");
  });

  test("5: plain http to a public address is refused by the host, naming allowInsecureHttp", async () => {
    const error = await loadFailure(ramRoleArn({ ...role, stsEndpoint: "http://8.8.8.8" }), stsHost());
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain("allowInsecureHttp");
  });
});

describe("5: timeouts and proxy", () => {
  test("defaults: read 10 000 ms, connect 5 000 ms, the environment's proxy", async () => {
    const host = stsHost();
    await load(ramRoleArn({ ...role, timeout: 0 }), host);
    expect(host.requests[0]?.original).toMatchObject({ readTimeout: 10_000, connectTimeout: 5_000, proxy: undefined });
  });

  test("explicit", async () => {
    const host = stsHost();
    await load(ramRoleArn({ ...role, timeout: 7, connectTimeout: 8, proxy: "http://proxy:3128" }), host);
    expect(host.requests[0]?.original).toMatchObject({ readTimeout: 7, connectTimeout: 8, proxy: "http://proxy:3128" });
  });

  test.each([
    ["timeout", -1],
    ["connectTimeout", 1.5],
    ["proxy", "proxy:3128"],
    ["proxy", "socks5://proxy"],
  ])("%s of %j is CONFIG_INVALID", async (option, value) => {
    const error = await failureOf(() => ramRoleArn({ ...role, [option]: value }));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toContain(option);
  });

  test("no request is repeated inside a load", async () => {
    const host = stsHost({ status: 503 });
    await loadFailure(ramRoleArn(role), host);
    expect(host.requests).toHaveLength(1);
  });
});
