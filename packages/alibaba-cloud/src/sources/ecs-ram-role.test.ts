import type { SourceWarning } from "@credport/core";
import {
  canary,
  networkError,
  scriptedHost,
  sourceConformance,
  type RecordedRequest,
  type ScriptedHost,
  type ScriptedResponse,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import { brokenSessions, session, trail } from "../../test/support/answers.js";
import { load, loadFailure, unavailableReason } from "../../test/support/failure-of.js";
import { ecsRamRole, type EcsRamRoleOptions } from "./ecs-ram-role.js";

const rolesPath = "/latest/meta-data/ram/security-credentials/";
const token = "PUT /latest/api/token";
const list = `GET ${rolesPath}`;
const credential = `GET ${rolesPath}app`;
const body = { Code: "Success", LastUpdated: "2026-01-01T11:00:00Z", ...session };

/** How the metadata service answers, by step. */
interface Metadata {
  token?: (request: RecordedRequest) => ScriptedResponse;
  roles?: (request: RecordedRequest) => ScriptedResponse;
  role?: (request: RecordedRequest) => ScriptedResponse;
}

/** An instance with the role `app`, and what is changed about it. */
function instance(changes: Metadata = {}, env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env });
  host.onRequest((request) => {
    if (request.method === "PUT") return (changes.token ?? (() => ({ body: "tok" })))(request);
    if (request.url.pathname === rolesPath) return (changes.roles ?? (() => ({ body: "app\n" })))(request);
    return (changes.role ?? (() => ({ body })))(request);
  });
  return host;
}

const blank = (): ScriptedResponse => ({ body: " \n" });
const unreachable = (): never => {
  throw networkError("100.100.100.200");
};
const status = (code: number) => (): ScriptedResponse => ({ status: code, body: canary.securityToken });
const hasToken = (request: RecordedRequest): boolean => request.headers["x-aliyun-ecs-metadata-token"] !== undefined;
/** Answers tokened requests one way and plain ones another. */
const byToken =
  (tokened: Metadata["role"], plain: Metadata["role"] = () => ({ body })) =>
  (request: RecordedRequest): ScriptedResponse =>
    (hasToken(request) ? tokened : plain)?.(request) ?? {};

sourceConformance({
  name: "ecs_ram_role",
  working: () => ({ source: ecsRamRole(), host: instance() }),
  unconfigured: () => ({ source: ecsRamRole(), host: scriptedHost() }),
  failing: {
    "a service error": () => ({ source: ecsRamRole(), host: instance({ roles: status(500) }), code: "HTTP_STATUS" }),
    "a named role, no service": () => ({
      source: ecsRamRole({ roleName: "app" }),
      host: scriptedHost(),
      code: "NETWORK",
    }),
    "no JSON": () => ({
      source: ecsRamRole(),
      host: instance({ role: () => ({ body: `{"${canary.securityToken}` }) }),
      code: "MALFORMED_RESPONSE",
    }),
  },
  hanging: () => {
    const host = scriptedHost();
    host.onRequest(() => new Promise(() => undefined));
    return { source: ecsRamRole(), host };
  },
});

describe("2.3: requests", () => {
  test("3 requests without a role name, then 1; each as specified", async () => {
    const host = instance();
    const source = ecsRamRole();
    const credentials = await load(source, host);
    expect(credentials).toMatchObject({ type: "sts", accessKeyId: "STS.id", identity: { source: "ecs_ram_role" } });
    expect(trail(host)).toEqual([token, list, credential]);
    const [first, second, third] = host.requests;
    expect(first?.url.origin).toBe("http://100.100.100.200");
    expect(first?.headers["x-aliyun-ecs-metadata-token-ttl-seconds"]).toBe("21600");
    expect(first?.body).toBe("");
    expect(second?.headers["x-aliyun-ecs-metadata-token"]).toBe("tok");
    expect(third?.headers["x-aliyun-ecs-metadata-token"]).toBe("tok");
    await load(source, host);
    expect(trail(host).slice(3)).toEqual([credential]);
  });

  test.each<[string, EcsRamRoleOptions, Record<string, string>]>([
    ["an option", { roleName: "app" }, {}],
    ["the environment", { roleName: "" }, { ALIBABA_CLOUD_ECS_METADATA: "app" }],
  ])("2 requests with a role name from %s, then 1", async (_what, options, env) => {
    const host = instance({}, env);
    const source = ecsRamRole(options);
    await load(source, host);
    await load(source, host);
    expect(trail(host)).toEqual([token, credential, credential]);
  });

  test("token and role name are renewed 5 minutes before the token's 21 600 s are over", async () => {
    const host = instance();
    const source = ecsRamRole();
    await load(source, host);
    host.clock.jump((21_600 - 300) * 1_000 - 1);
    await load(source, host);
    expect(trail(host).slice(3)).toEqual([credential]);
    host.clock.jump(1);
    await load(source, host);
    expect(trail(host).slice(4)).toEqual([token, list, credential]);
  });

  test("5: never a proxy, 1000 ms each; options change the limits", async () => {
    const host = instance();
    await load(ecsRamRole({ proxy: "http://proxy:3128" }), host);
    await load(ecsRamRole({ timeout: 7, connectTimeout: 8, metadataEndpoint: "http://127.0.0.1:99" }), host);
    expect(host.requests.map(({ original }) => original.proxy)).toEqual(Array(6).fill("none"));
    expect(host.requests[0]?.original).toMatchObject({ readTimeout: 1_000, connectTimeout: 1_000 });
    expect(host.requests[3]?.original).toMatchObject({ readTimeout: 7, connectTimeout: 8 });
    expect(host.requests[3]?.url.origin).toBe("http://127.0.0.1:99");
  });

  test.each([
    ["app", `${rolesPath}app`],
    ["  app  \r\nother\n", `${rolesPath}app`],
    ["\n\n a/b ?#\n", `${rolesPath}a%2Fb%20%3F%23`],
  ])("the role name of %j: first line that is not empty, trimmed, one path segment", async (roles, path) => {
    const host = instance({ roles: () => ({ body: roles }) });
    await load(ecsRamRole(), host);
    expect(host.requests[2]?.url.pathname).toBe(path);
  });
});

describe("2.3: what was kept and is refused", () => {
  test.each([401, 403])("a kept token answered %i is replaced once", async (refusal) => {
    let good = "tok";
    const host = instance({
      token: () => ({ body: good }),
      role: (request) => (request.headers["x-aliyun-ecs-metadata-token"] === good ? { body } : { status: refusal }),
    });
    const source = ecsRamRole();
    await load(source, host);
    good = "tok2";
    await load(source, host);
    expect(trail(host).slice(3)).toEqual([credential, token, credential]);
  });

  test("a kept role name answered 404 is discovered again, once", async () => {
    let role = "app";
    const host = instance({
      roles: () => ({ body: role }),
      role: ({ url }) => (url.pathname.endsWith(role) ? { body } : { status: 404 }),
    });
    const source = ecsRamRole();
    await load(source, host);
    role = "new";
    await load(source, host);
    expect(trail(host).slice(3)).toEqual([credential, list, `GET ${rolesPath}new`]);
    role = "gone-since";
    host.onRequest(({ url }) => (url.pathname === rolesPath ? { body: "new" } : { status: 404 }));
    expect(await loadFailure(source, host)).toMatchObject({ code: "HTTP_STATUS", httpStatus: 404 });
    expect(trail(host).slice(6)).toEqual([`GET ${rolesPath}new`, list, `GET ${rolesPath}new`]);
  });

  test("a role name is kept while it is good, whatever becomes of the token: 404 for a token says nothing about it", async () => {
    const host = instance();
    const source = ecsRamRole({ disableIMDSv1: true });
    await load(source, host);
    host.onRequest(({ method }) => ({ status: method === "PUT" ? 404 : 401 }));
    expect(await loadFailure(source, host)).toMatchObject({ code: "HTTP_STATUS", httpStatus: 404 });
    expect(trail(host).slice(3)).toEqual([credential, token]);
  });

  test.each([401, 403])("a token just fetched and answered %i is not replaced again", async (refusal) => {
    const host = instance();
    const source = ecsRamRole({ roleName: "app", disableIMDSv1: true });
    await load(source, host);
    host.onRequest(({ method }) => (method === "PUT" ? { body: "new" } : { status: refusal }));
    expect(await loadFailure(source, host)).toMatchObject({ httpStatus: refusal });
    expect(trail(host).slice(2)).toEqual([credential, token, credential]);
  });

  test("a kept token refused while the kept name is gone: one new token, one discovery", async () => {
    const host = instance();
    const source = ecsRamRole();
    await load(source, host);
    host.onRequest((request) => {
      if (request.method === "PUT") return { body: "new" };
      if (request.headers["x-aliyun-ecs-metadata-token"] !== "new") return { status: 401 };
      if (request.url.pathname === rolesPath) return { body: "next" };
      return request.url.pathname.endsWith("next") ? { body } : { status: 404 };
    });
    await load(source, host);
    expect(trail(host).slice(3)).toEqual([credential, token, credential, list, `GET ${rolesPath}next`]);
  });

  test("a kept token that is replaced and refused again leads, where v1 is allowed, to one tokenless attempt", async () => {
    const host = instance();
    const source = ecsRamRole({ roleName: "app" });
    await load(source, host);
    host.onRequest((request) =>
      request.method === "PUT" ? { body: "new" } : hasToken(request) ? { status: 403 } : { body },
    );
    await load(source, host);
    expect(trail(host).slice(2)).toEqual([credential, token, credential, credential]);
  });

  test("with a kept token any other failure ends the load: no tokenless request", async () => {
    const host = instance();
    const source = ecsRamRole({ roleName: "app" });
    await load(source, host);
    host.onRequest(status(500));
    expect(await loadFailure(source, host)).toMatchObject({ httpStatus: 500 });
    expect(host.requests).toHaveLength(3);
  });
});

describe("2.3: falling back to v1", () => {
  test.each<[string, Metadata, string[]]>([
    ["token: network error", { token: unreachable }, [token, list, credential]],
    ["token: 404", { token: status(404) }, [token, list, credential]],
    ["token: 405", { token: status(405) }, [token, list, credential]],
    ["token: empty", { token: () => ({ body: "" }) }, [token, list, credential]],
    ["token: blank", { token: blank }, [token, list, credential]],
    [
      "first GET: network error",
      { roles: byToken(unreachable, () => ({ body: "app" })) },
      [token, list, list, credential],
    ],
    ["first GET: 403", { roles: byToken(status(403), () => ({ body: "app" })) }, [token, list, list, credential]],
    ["first GET: empty", { roles: byToken(blank, () => ({ body: "app" })) }, [token, list, list, credential]],
    ["second GET: 500", { role: byToken(status(500)) }, [token, list, credential, credential]],
    ["second GET: no JSON", { role: byToken(() => ({ body: "<html>" })) }, [token, list, credential, credential]],
    [
      "second GET: half a session",
      { role: byToken(() => ({ body: { Code: "Success" } })) },
      [token, list, credential, credential],
    ],
  ])("%s", async (_what, changes, expected) => {
    const host = instance(changes);
    const warnings: SourceWarning[] = [];
    await load(ecsRamRole(), host, { warn: (warning) => warnings.push(warning) });
    expect(trail(host)).toEqual(expected);
    const reads = host.requests.filter(({ method }) => method === "GET");
    const firstPlain = reads.findIndex((request) => !hasToken(request));
    expect(reads.slice(firstPlain).some(hasToken)).toBe(false);
    expect(warnings.map(({ code }) => code)).toEqual(["imds-v1-fallback"]);
  });

  test("the fallback lasts one refresh: the next asks for a token again", async () => {
    const host = instance({ role: byToken(status(500)) });
    const source = ecsRamRole({ roleName: "app" });
    await load(source, host);
    await load(source, host);
    expect(trail(host)).toEqual([token, credential, credential, token, credential, credential]);
  });

  test("one tokenless attempt only: its failure is the load's", async () => {
    const host = instance({ token: status(404), role: status(503) });
    expect(await loadFailure(ecsRamRole({ roleName: "app" }), host)).toMatchObject({ httpStatus: 503 });
    expect(trail(host)).toEqual([token, credential]);
  });

  test.each<[string, EcsRamRoleOptions, Record<string, string>]>([
    ["option", { disableIMDSv1: true }, {}],
    ["ALIBABA_CLOUD_IMDSV1_DISABLED", { disableIMDSv1: false }, { ALIBABA_CLOUD_IMDSV1_DISABLED: "true" }],
    ["ALIBABA_CLOUD_IMDSV1_DISABLE", {}, { ALIBABA_CLOUD_IMDSV1_DISABLE: "TRUE" }],
  ])("switched off by %s, no tokenless request ever leaves", async (_what, options, env) => {
    const failures: Metadata[] = [
      { token: status(404) },
      { token: blank },
      { roles: byToken(status(500)) },
      { role: byToken(blank) },
      { token: unreachable },
    ];
    for (const changes of failures) {
      const host = instance(changes, env);
      await loadFailure(ecsRamRole(options), host);
      expect(host.requests.filter((request) => request.method === "GET" && !hasToken(request))).toEqual([]);
    }
  });

  test("1.2: a switch in the environment is on for `true` alone", async () => {
    const host = instance({ token: status(404) }, { ALIBABA_CLOUD_IMDSV1_DISABLED: "1" });
    expect((await load(ecsRamRole(), host)).accessKeyId).toBe("STS.id");
  });
});

describe("3.2: not configured, and failing", () => {
  test("kill switch: DISABLED, even when asked for explicitly, and no request", async () => {
    const host = instance({}, { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "True" });
    const error = await loadFailure(ecsRamRole({ roleName: "app" }), host);
    expect(error.code).toBe("DISABLED");
    expect(error.message).toContain("ALIBABA_CLOUD_ECS_METADATA_DISABLED");
    expect(host.requests).toEqual([]);
  });

  test("no service: unavailable with NETWORK, where no role is named", async () => {
    const host = instance({ token: unreachable, roles: unreachable });
    expect(await unavailableReason(ecsRamRole(), host)).toContain("ALIBABA_CLOUD_ECS_METADATA");
    expect(await loadFailure(ecsRamRole(), host)).toMatchObject({ code: "NETWORK" });
    expect(await unavailableReason(ecsRamRole({ disableIMDSv1: true }), host)).toContain("100.100.100.200");
  });

  test.each<[string, Metadata]>([
    ["404", { roles: status(404) }],
    ["empty", { roles: () => ({ body: "\n" }) }],
  ])("a role list answered %s: unavailable", async (_what, changes) => {
    expect(await unavailableReason(ecsRamRole(), instance(changes))).toContain("ALIBABA_CLOUD_ECS_METADATA is not set");
  });

  test("10: an empty role list is INCOMPLETE_RESPONSE and names the role", async () => {
    const error = await loadFailure(ecsRamRole(), instance({ roles: () => ({ body: " " }) }));
    expect(error.code).toBe("INCOMPLETE_RESPONSE");
    expect(error.message).toContain("role");
  });

  test.each<[string, EcsRamRoleOptions, Record<string, string>, Metadata]>([
    [
      "unreachable where the variable names a role",
      {},
      { ALIBABA_CLOUD_ECS_METADATA: "app" },
      { token: unreachable, role: unreachable },
    ],
    ["unreachable where an option names a role", { roleName: "app" }, {}, { token: unreachable, role: unreachable }],
    ["403", {}, {}, { roles: status(403) }],
    ["5xx", {}, {}, { roles: status(502) }],
    ["a token, and then no answer", {}, {}, { roles: unreachable }],
    ["a blank token with v1 switched off", { disableIMDSv1: true }, {}, { token: () => ({ body: " " }) }],
    ["404 for the role itself", {}, {}, { role: status(404) }],
    ["404 for the token, with v1 switched off", { disableIMDSv1: true }, {}, { token: status(404) }],
    ["an empty role list, and then, without the token, 500", {}, {}, { roles: byToken(blank, status(500)) }],
    ["no answer with the token, 404 for it before", {}, {}, { token: status(404), roles: unreachable }],
    ["a role list without a token, and then no answer", {}, {}, { token: unreachable, role: unreachable }],
  ])("fails: %s", async (_what, options, env, changes) => {
    await expect(load(ecsRamRole(options), instance(changes, env))).rejects.toMatchObject({ name: "CredentialsError" });
  });
});

test.each([
  ["a/b c", "a%2Fb%20c"],
  ["(it's)*", "%28it%27s%29%2A"],
  ["角\ud800", "%E8%A7%92%EF%BF%BD"],
])("2.3: the role name %j is one path segment", async (roleName, segment) => {
  const host = instance();
  await load(ecsRamRole({ roleName }), host);
  expect(host.requests.at(-1)?.url.pathname).toBe(`${rolesPath}${segment}`);
});

describe("2.3 and 10: the answer", () => {
  const v2 = { roleName: "app", disableIMDSv1: true };

  test.each([undefined, "", "Failed", "success", 200])(
    "Code %j is INCOMPLETE_RESPONSE and names Code",
    async (Code) => {
      const error = await loadFailure(ecsRamRole(v2), instance({ role: () => ({ body: { ...body, Code } }) }));
      expect(error.code).toBe("INCOMPLETE_RESPONSE");
      expect(error.message).toContain("Code");
    },
  );

  test.each(brokenSessions)("a session %s is INCOMPLETE_RESPONSE and names it", async (_what, broken, field) => {
    const error = await loadFailure(
      ecsRamRole(v2),
      instance({ role: () => ({ body: { Code: "Success", ...broken } }) }),
    );
    expect(error.code).toBe("INCOMPLETE_RESPONSE");
    expect(error.message).toContain(field);
  });

  test("JSON that is no object is INCOMPLETE_RESPONSE, a blank token too", async () => {
    expect((await loadFailure(ecsRamRole(v2), instance({ role: () => ({ body: "null" }) }))).code).toBe(
      "INCOMPLETE_RESPONSE",
    );
    const error = await loadFailure(ecsRamRole(v2), instance({ token: () => ({ body: " " }) }));
    expect(error.code).toBe("INCOMPLETE_RESPONSE");
    expect(error.message).toContain("token");
  });

  test("1.2: asyncCredentialUpdateEnabled is taken, inert names are ignored, others refused", async () => {
    const inert = { asyncCredentialUpdateEnabled: true, enableIMDSv2: true, metadataTokenDuration: 60 };
    expect((await load(ecsRamRole(inert), instance())).accessKeyId).toBe("STS.id");
    const wrong = { roleName: "app", roleArn: "acs:ram::1:role/x" };
    expect(() => ecsRamRole(wrong)).toThrow("roleArn");
    expect(() => ecsRamRole({ metadataEndpoint: "ftp://x" })).toThrow("metadataEndpoint");
  });
});
