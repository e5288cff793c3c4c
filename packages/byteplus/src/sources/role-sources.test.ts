import { createProvider, fromFunction, isUnavailable, type CredentialsSource } from "@credport/core";
import {
  canary,
  drive,
  loadContext,
  networkError,
  scriptedHost,
  sourceConformance,
  type RequestHandler,
  type ScriptedHost,
} from "@credport/testing";
import { describe, expect, test, vi } from "vitest";
import { signHeaders } from "../signing/sign-headers.js";
import { assumeRole, type AssumeRoleOptions } from "./assume-role.js";
import { assumeRoleWithOidc } from "./assume-role-with-oidc.js";
import { assumeRoleWithSaml } from "./assume-role-with-saml.js";
import { containerEndpoint } from "./container-endpoint.js";
import { credentialProcess } from "./credential-process.js";
import { ecsRole } from "./ecs-role.js";

const key = { accessKeyId: "AKLTtest", accessKeySecret: canary.accessKeySecret };
const options: AssumeRoleOptions = { credentials: key, roleName: "reader", accountId: "2100" };

/** An STS answer, its times relative to the scripted host's noon. */
function answer(fields: Record<string, unknown> = {}): object {
  return {
    ResponseMetadata: { RequestId: "req-1", Action: "AssumeRole", Version: "2018-01-01", Service: "sts" },
    Result: {
      Credentials: {
        CurrentTime: "2026-01-01T20:00:00+08:00",
        ExpiredTime: "2026-01-01T21:00:00+08:00",
        AccessKeyId: "AKTPsession",
        SecretAccessKey: canary.accessKeySecret,
        SessionToken: canary.securityToken,
        ...fields,
      },
      AssumedRoleUser: { Trn: "trn:sts::2100:assumed-role/reader/s", AssumedRoleId: "2100:s" },
    },
  };
}

const refusal = (code: string): object => ({
  ResponseMetadata: { RequestId: "req-2", Error: { Code: code, Message: `no ${canary.securityToken}` } },
});

function world(handler: RequestHandler, more: Parameters<typeof scriptedHost>[0] = {}): ScriptedHost {
  const host = scriptedHost(more);
  host.onRequest(handler);
  return host;
}

async function loadFrom(source: CredentialsSource, host: ScriptedHost) {
  const result = await drive(host, source.load(loadContext(host)));
  if (isUnavailable(result)) throw new Error(result.reason);
  return result;
}

describe("1.6 STS AssumeRole", () => {
  test("sends a signed GET with all parameters to the default host over https", async () => {
    const host = world(() => ({ body: answer() }));
    await loadFrom(assumeRole({ ...options, policy: '{"a":1}' }), host);
    const [request] = host.requests;
    expect(request?.method).toBe("GET");
    expect(request?.url.origin).toBe("https://sts.ap-southeast-1.byteplusapi.com");
    const query = Object.fromEntries(request?.url.searchParams ?? []);
    expect(query).toEqual({
      Action: "AssumeRole",
      Version: "2018-01-01",
      RoleTrn: "trn:iam::2100:role/reader",
      RoleSessionName: expect.stringMatching(
        /^credport-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      DurationSeconds: "3600",
      Policy: '{"a":1}',
    });
    expect(request?.headers["accept"]).toBe("application/json");
    const signed = signHeaders({
      method: "GET",
      url: new URL(request?.url ?? ""),
      credentials: key,
      region: "ap-southeast-1",
      service: "sts",
      date: host.clock.date(),
    });
    expect(request?.headers["authorization"]).toBe(signed.headers["authorization"]);
  });

  test("options that are empty texts count as unset", async () => {
    const host = world(() => ({ body: answer() }));
    const empty = { endpoint: "", policy: "", proxy: "", region: "", roleSessionName: "" };
    await loadFrom(assumeRole({ ...options, ...empty }), host);
    const [request] = host.requests;
    expect(request?.url.host).toBe("sts.ap-southeast-1.byteplusapi.com");
    expect(request?.url.searchParams.has("Policy")).toBe(false);
    expect(request?.original.proxy).toBeUndefined();
  });

  test("signs with nothing that is dead on arrival: EXPIRED naming both times", async () => {
    const host = world(() => ({ body: answer() }));
    const expiration = host.clock.date(-1_000);
    const credentials = fromFunction("keys", () => ({ ...key, securityToken: "t", expiration }));
    await expect(loadFrom(assumeRole({ ...options, credentials }), host)).rejects.toMatchObject({
      code: "EXPIRED",
      message: expect.stringMatching(
        new RegExp(`${host.clock.date().toISOString()}.*${expiration.toISOString()}.*clock`),
      ),
    });
    expect(host.requests).toEqual([]);
  });

  test("gives a session with owner, principal and the source sts", async () => {
    const credentials = await loadFrom(
      assumeRole(options),
      world(() => ({ body: answer() })),
    );
    expect(credentials).toMatchObject({
      type: "sts",
      accessKeyId: "AKTPsession",
      identity: { source: "sts", accountId: "2100", principal: "trn:sts::2100:assumed-role/reader/s" },
    });
    expect(credentials.expiration).toEqual(new Date("2026-01-01T13:00:00Z"));
  });

  test("DurationSeconds is always sent, and the earlier of both expirations holds", async () => {
    const host = world(() => ({ body: answer() }));
    const credentials = await loadFrom(assumeRole({ ...options, durationSeconds: 900 }), host);
    expect(host.requests[0]?.url.searchParams.get("DurationSeconds")).toBe("900");
    expect(credentials.expiration).toEqual(new Date("2026-01-01T12:15:00Z"));
  });

  test.each([
    ["missing", undefined],
    ["unreadable", "tomorrow"],
  ])("with ExpiredTime %s, request start plus duration holds", async (_what, ExpiredTime) => {
    const credentials = await loadFrom(
      assumeRole(options),
      world(() => ({ body: answer({ ExpiredTime }) })),
    );
    expect(credentials.expiration).toEqual(new Date("2026-01-01T13:00:00Z"));
  });

  test("a skewed server clock is rebased: by the Date header, else by CurrentTime from a minute on", async () => {
    const times = { CurrentTime: "2026-01-01T11:00:00Z", ExpiredTime: "2026-01-01T11:30:00Z" };
    const byDate = world(() => ({ headers: { Date: "Thu, 01 Jan 2026 11:00:00 GMT" }, body: answer(times) }));
    expect((await loadFrom(assumeRole(options), byDate)).expiration).toEqual(new Date("2026-01-01T12:30:00Z"));
    const byCurrentTime = world(() => ({ body: answer(times) }));
    expect((await loadFrom(assumeRole(options), byCurrentTime)).expiration).toEqual(new Date("2026-01-01T12:30:00Z"));
    const within = world(() => ({
      body: answer({ CurrentTime: "2026-01-01T12:00:30Z", ExpiredTime: "2026-01-01T12:30:00Z" }),
    }));
    expect((await loadFrom(assumeRole(options), within)).expiration).toEqual(new Date("2026-01-01T12:30:00Z"));
  });

  test("Expiration wins over ExpiredTime", async () => {
    const body = answer({ Expiration: "2026-01-01T12:20:00Z" });
    expect(
      (
        await loadFrom(
          assumeRole(options),
          world(() => ({ body })),
        )
      ).expiration,
    ).toEqual(new Date("2026-01-01T12:20:00Z"));
  });

  test.each([0, 899, 900.5, -1])("a duration of %s is refused before any request", (durationSeconds) => {
    expect(() => assumeRole({ ...options, durationSeconds })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining("durationSeconds") }),
    );
  });

  test("the upper limit is left to the server", async () => {
    const host = world(() => ({ body: answer() }));
    await loadFrom(assumeRole({ ...options, durationSeconds: 43_201 }), host);
    expect(host.requests[0]?.url.searchParams.get("DurationSeconds")).toBe("43201");
  });

  test("http is used only when it is asked for by name, and is then leave enough", async () => {
    const host = world(() => ({ body: answer() }));
    await loadFrom(assumeRole({ ...options, scheme: "http" }), host);
    expect(host.requests[0]?.original.allowInsecureHttp).toBe(true);
    await loadFrom(assumeRole(options), host);
    expect(host.requests[1]?.original.allowInsecureHttp).toBe(false);
  });

  test.each<readonly [string, RequestHandler]>([
    [
      "a network error",
      () => {
        throw networkError("sts");
      },
    ],
    ...[429, 500, 502, 503, 504].map((status) => [`status ${status}`, () => ({ status })] as const),
    ["a throttle code on 400", () => ({ status: 400, body: refusal("FlowLimitExceeded.Account") })],
    ...["Throttling", "RequestTimeout"].map((code) => [`${code} on 200`, () => ({ body: refusal(code) })] as const),
  ])("retries 3 times, 1 s apart, after %s, each newly signed, with one session name", async (_what, handler) => {
    const host = world(handler);
    const sleep = vi.spyOn(host, "sleep");
    await expect(loadFrom(assumeRole(options), host)).rejects.toThrow();
    expect(host.requests).toHaveLength(4);
    // A caller awaits the load: the process must not end in a pause.
    expect(sleep.mock.calls.map(([, how]) => how?.holdsProcess)).toEqual([true, true, true]);
    expect(new Set(host.requests.map(({ headers }) => headers["x-date"])).size).toBe(4);
    expect(new Set(host.requests.map(({ url }) => url.searchParams.get("RoleSessionName"))).size).toBe(1);
  });

  test("1.2: retries of 0 disable, negative ones are refused, an interval of 0 means 1 s", async () => {
    const host = world(() => ({ status: 503 }));
    await expect(loadFrom(assumeRole({ ...options, retries: 0 }), host)).rejects.toThrow();
    expect(host.requests).toHaveLength(1);
    expect(() => assumeRole({ ...options, retries: -1 })).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    const before = host.clock.now();
    await expect(loadFrom(assumeRole({ ...options, retryInterval: 0 }), host)).rejects.toThrow();
    expect(host.clock.now() - before).toBeGreaterThanOrEqual(3_000);
  });

  test("1.12: a refusal is HTTP_STATUS with status, code and request id, not retried, and without the server's text", async () => {
    const host = world(() => ({ status: 403, body: refusal("AccessDenied") }));
    await expect(loadFrom(assumeRole(options), host)).rejects.toMatchObject({
      code: "HTTP_STATUS",
      httpStatus: 403,
      vendorCode: "AccessDenied",
      requestId: "req-2",
      permanent: true,
    });
    expect(host.requests).toHaveLength(1);
  });

  test("a throttled load is no permanent failure and carries Retry-After", async () => {
    const host = world(() => ({ status: 400, headers: { "Retry-After": "7" }, body: refusal("FlowLimitExceeded") }));
    await expect(loadFrom(assumeRole(options), host)).rejects.toMatchObject({ permanent: false, retryAfter: 7_000 });
  });

  test.each(["AccessKeyId", "SecretAccessKey", "SessionToken"])(
    "an answer without %s is INCOMPLETE_RESPONSE, not retried",
    async (name) => {
      const host = world(() => ({ body: answer({ [name]: "" }) }));
      await expect(loadFrom(assumeRole(options), host)).rejects.toMatchObject({
        code: "INCOMPLETE_RESPONSE",
        message: expect.stringContaining(name),
      });
      expect(host.requests).toHaveLength(1);
    },
  );

  test("roleTrn stands for role name and account id; missing parts are named", async () => {
    const host = world(() => ({ body: answer() }));
    await loadFrom(assumeRole({ credentials: key, roleTrn: "trn:iam::1:role/x" }), host);
    expect(host.requests[0]?.url.searchParams.get("RoleTrn")).toBe("trn:iam::1:role/x");
    expect(() => assumeRole({ credentials: key, roleName: "x" })).toThrow(/accountId/);
    expect(() => assumeRole({ credentials: key, accountId: "1" })).toThrow(/roleName/);
  });

  test("a session lends its region for the scope only", async () => {
    const host = world(() => ({ body: answer() }));
    await loadFrom(assumeRole(options).inheritRegion("eu-central-1"), host);
    expect(host.requests[0]?.headers["authorization"]).toContain("/eu-central-1/sts/request");
    expect(host.requests[0]?.url.host).toBe("sts.ap-southeast-1.byteplusapi.com");
    await loadFrom(assumeRole({ ...options, region: "ap-southeast-3" }).inheritRegion("eu-central-1"), host);
    expect(host.requests[1]?.headers["authorization"]).toContain("/ap-southeast-3/sts/request");
  });

  test.each([0, -1, Number.NaN])("bad input: a timeout of %s is refused at construction", (timeout) => {
    const refused = expect.objectContaining({ code: "CONFIG_INVALID" });
    for (const make of [
      () => assumeRole({ ...options, timeout }),
      () => assumeRoleWithOidc({ timeout }),
      () => ecsRole({ timeout }),
      () => containerEndpoint({ timeout }),
      () => credentialProcess({ command: "vend", timeout }),
    ]) {
      expect(make).toThrow(refused);
    }
  });

  test("bad input: a padded region is trimmed, an empty one is none, a malformed one refused at construction", async () => {
    const host = world(() => ({ body: answer() }));
    for (const region of [" eu-central-1\n", "", "  "]) await loadFrom(assumeRole({ ...options, region }), host);
    const scopes = host.requests.map(({ headers }) => headers["authorization"]?.split("/")[2]);
    expect(scopes).toEqual(["eu-central-1", "ap-southeast-1", "ap-southeast-1"]);
    for (const region of ["eu central", "eu/sts", "\u00e9u"]) {
      expect(() => assumeRole({ ...options, region })).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    }
  });

  test("roles chain: one source or provider signs for the next, and its token is sent", async () => {
    const host = world(() => ({ body: answer() }));
    const inner = assumeRole(options);
    await loadFrom(assumeRole({ credentials: inner, roleTrn: "trn:iam::1:role/outer" }), host);
    expect(host.requests[1]?.headers["x-security-token"]).toBe(canary.securityToken);
    await using provider = createProvider(inner, { host });
    const outer = assumeRole({ credentials: provider, roleTrn: "trn:iam::1:role/outer" });
    await loadFrom(outer, host);
    await loadFrom(outer, host);
    expect(host.requests.filter(({ url }) => url.search.includes("reader"))).toHaveLength(2);
  });
});

sourceConformance({
  name: "sts",
  working: () => ({ source: assumeRole(options), host: world(() => ({ body: answer() })) }),
  failing: {
    "STS refuses": () => ({
      source: assumeRole(options),
      host: world(() => ({ status: 401, body: refusal("InvalidAccessKey") })),
      code: "HTTP_STATUS",
    }),
    "an HTML answer": () => ({
      source: assumeRole(options),
      host: world(() => ({ body: `<html>${canary.accessKeySecret}` })),
      code: "MALFORMED_RESPONSE",
    }),
    "no network": () => ({ source: assumeRole(options), host: scriptedHost(), code: "NETWORK" }),
  },
  hanging: () => ({ source: assumeRole(options), host: world(() => new Promise(() => undefined)) }),
});

const oidcVariables = { BYTEPLUS_OIDC_TOKEN_FILE: "/token", BYTEPLUS_OIDC_ROLE_TRN: "trn:iam::2100:role/pod" };

describe("1.7 AssumeRoleWithOIDC", () => {
  const pod = (handler: RequestHandler, env: Record<string, string> = oidcVariables): ScriptedHost =>
    world(handler, { env, files: { "/token": `${canary.bearerToken}\n` } });

  test("posts an unsigned form with the trimmed token, the duration as given and a drawn session name", async () => {
    const host = pod(() => ({ body: answer() }));
    const credentials = await loadFrom(assumeRoleWithOidc(), host);
    const [request] = host.requests;
    expect(request?.method).toBe("POST");
    expect(request?.url.href).toBe(
      "https://sts.ap-southeast-1.byteplusapi.com/?Action=AssumeRoleWithOIDC&Version=2018-01-01",
    );
    expect(request?.headers).not.toHaveProperty("authorization");
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      RoleTrn: "trn:iam::2100:role/pod",
      OIDCToken: canary.bearerToken,
      RoleSessionName: expect.stringMatching(/^credport-/),
      DurationSeconds: "3600",
    });
    expect(credentials.identity.source).toBe("oidc");
  });

  test("reads session name, policy and endpoint from the environment; options win", async () => {
    const host = pod(() => ({ body: answer() }), {
      ...oidcVariables,
      BYTEPLUS_OIDC_ROLE_SESSION_NAME: "pod-7",
      BYTEPLUS_OIDC_ROLE_POLICY: "{}",
      BYTEPLUS_OIDC_STS_ENDPOINT: "sts.example.com",
    });
    await loadFrom(assumeRoleWithOidc({ roleSessionName: "mine" }), host);
    expect(host.requests[0]?.url.host).toBe("sts.example.com");
    const form = new URLSearchParams(host.requests[0]?.body);
    expect([form.get("RoleSessionName"), form.get("Policy")]).toEqual(["mine", "{}"]);
  });

  test("an empty option does not hide a variable, and only trailing white space of a token goes", async () => {
    const host = pod(() => ({ body: answer() }));
    host.files.write("/token", " a b \t\r\n\n");
    await loadFrom(assumeRoleWithOidc({ oidcTokenFile: "", roleTrn: "", endpoint: "" }), host);
    expect(new URLSearchParams(host.requests[0]?.body).get("OIDCToken")).toBe(" a b");
  });

  test("an http endpoint in the environment is no leave to send a token in clear", async () => {
    const host = pod(() => ({ body: answer() }), {
      ...oidcVariables,
      BYTEPLUS_OIDC_STS_ENDPOINT: "http://sts.example.com",
    });
    for (const options of [{}, { endpoint: "" }]) {
      await expect(loadFrom(assumeRoleWithOidc(options), host)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    }
    await loadFrom(assumeRoleWithOidc({ endpoint: "http://sts.example.com" }), host);
  });

  test("the token file is read at each load", async () => {
    const host = pod(() => ({ body: answer() }));
    const source = assumeRoleWithOidc();
    await loadFrom(source, host);
    host.files.write("/token", "second");
    await loadFrom(source, host);
    expect(host.requests[1]?.body).toContain("OIDCToken=second");
  });

  test("1.11: neither variable is unavailable, one of them a failure before any request", async () => {
    const none = scriptedHost();
    expect(await assumeRoleWithOidc().load(loadContext(none))).toHaveProperty("reason");
    for (const name of Object.keys(oidcVariables)) {
      const half = pod(() => ({ body: answer() }), { [name]: "/token" });
      await expect(loadFrom(assumeRoleWithOidc(), half)).rejects.toMatchObject({
        code: "CONFIG_INVALID",
        vendorCode: expect.stringMatching(/Missing$/),
      });
      expect(half.requests).toHaveLength(0);
    }
  });

  test("durations below 900 are refused before any request", () => {
    expect(() => assumeRoleWithOidc({ durationSeconds: 0 })).toThrow(/durationSeconds/);
  });

  test("Volcengine's preset reads none of these variables", async () => {
    const { volcenginePreset } = await import("../presets/volcengine-preset.js");
    const host = pod(() => ({ body: answer() }));
    expect(await assumeRoleWithOidc({ preset: volcenginePreset }).load(loadContext(host))).toHaveProperty("reason");
  });

  sourceConformance({
    name: "oidc",
    working: () => ({ source: assumeRoleWithOidc(), host: pod(() => ({ body: answer() })) }),
    unconfigured: () => ({ source: assumeRoleWithOidc(), host: scriptedHost() }),
    failing: {
      "the token file is absent": () => ({
        source: assumeRoleWithOidc(),
        host: scriptedHost({ env: oidcVariables }),
        code: "FILE_UNREADABLE",
      }),
      "the token file is empty": () => ({
        source: assumeRoleWithOidc(),
        host: scriptedHost({ env: oidcVariables, files: { "/token": " \n" } }),
        code: "FILE_MALFORMED",
      }),
      "STS refuses": () => ({
        source: assumeRoleWithOidc(),
        host: pod(() => ({ status: 400, body: refusal("InvalidIDPToken") })),
        code: "HTTP_STATUS",
      }),
      "201 is no success": () => ({
        source: assumeRoleWithOidc(),
        host: pod(() => ({ status: 201, body: answer() })),
        code: "HTTP_STATUS",
      }),
    },
    hanging: () => ({ source: assumeRoleWithOidc(), host: pod(() => new Promise(() => undefined)) }),
  });
});

describe("1.7 AssumeRoleWithSAML", () => {
  const saml = {
    roleTrn: "trn:iam::1:role/r",
    samlProviderTrn: "trn:iam::1:saml-provider/idp",
    samlAssertion: canary.bearerToken,
  };

  test("posts assertion, role and provider, and no session name", async () => {
    const host = world(() => ({ body: answer() }));
    await loadFrom(assumeRoleWithSaml(saml), host);
    expect(host.requests[0]?.url.search).toBe("?Action=AssumeRoleWithSAML&Version=2018-01-01");
    expect(Object.fromEntries(new URLSearchParams(host.requests[0]?.body))).toEqual({
      RoleTrn: saml.roleTrn,
      SAMLProviderTrn: saml.samlProviderTrn,
      SAMLResp: canary.bearerToken,
      DurationSeconds: "3600",
    });
  });

  test("a function is asked for an assertion at each load", async () => {
    const host = world(() => ({ body: answer() }));
    let asked = 0;
    const source = assumeRoleWithSaml({ ...saml, samlAssertion: async () => `assertion-${(asked += 1)}` });
    await loadFrom(source, host);
    await loadFrom(source, host);
    expect(host.requests[1]?.body).toContain("SAMLResp=assertion-2");
  });

  test.each(["roleTrn", "samlProviderTrn", "samlAssertion"])("a missing %s is refused at construction", (name) => {
    expect(() => assumeRoleWithSaml({ ...saml, [name]: "" })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(name) }),
    );
  });

  sourceConformance({
    name: "saml",
    working: () => ({ source: assumeRoleWithSaml(saml), host: world(() => ({ body: answer() })) }),
    failing: {
      "STS refuses": () => ({
        source: assumeRoleWithSaml(saml),
        host: world(() => ({ status: 403, body: refusal("AccessDenied") })),
        code: "HTTP_STATUS",
      }),
      "the function throws": () => ({
        source: assumeRoleWithSaml({ ...saml, samlAssertion: () => Promise.reject(new TypeError("x")) }),
        host: scriptedHost(),
      }),
    },
    hanging: () => ({ source: assumeRoleWithSaml(saml), host: world(() => new Promise(() => undefined)) }),
  });
});

test("bad input: an identity that answers with nothing signs nothing", async () => {
  const credentials = { name: "own", load: async () => JSON.parse("null") };
  const host = scriptedHost();
  await expect(loadFrom(assumeRole({ credentials, roleTrn: "trn:iam::1:role/r" }), host)).rejects.toMatchObject({
    code: "INVALID_CREDENTIAL",
  });
  expect(host.requests).toHaveLength(0);
});

test.each(["{}", "null"])("bad input: %s for credentials is refused at construction", (text) => {
  expect(() => assumeRole({ credentials: JSON.parse(text), roleTrn: "trn:iam::1:role/r" })).toThrow(
    expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining('"credentials"') }),
  );
});
