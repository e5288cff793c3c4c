import { isUnavailable } from "@credport/core";
import {
  canary,
  drive,
  loadContext,
  networkError,
  scriptedHost,
  sourceConformance,
  type RequestHandler,
  type ScriptedHost,
  type ScriptedResponse,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import { ecsRole, type EcsRoleOptions } from "./ecs-role.js";

interface Answers {
  readonly token?: ScriptedResponse;
  readonly roles?: ScriptedResponse;
  readonly credentials?: ScriptedResponse;
}

const keys = {
  AccessKeyId: "AKTPecs",
  SecretAccessKey: canary.accessKeySecret,
  SessionToken: canary.securityToken,
  ExpiredTime: "2026-01-01T18:00:00Z",
};

const metadata =
  (answers: Answers = {}): RequestHandler =>
  ({ url }) => {
    if (url.pathname === "/latest/api/token") return answers.token ?? { body: " metadata-token\n" };
    if (url.pathname.endsWith("/security_credentials")) return answers.roles ?? { body: ["reader", "other"] };
    return answers.credentials ?? { body: keys };
  };

function instance(handler: RequestHandler = metadata(), env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env });
  host.onRequest(handler);
  return host;
}

async function outcome(host: ScriptedHost, options: EcsRoleOptions = { retries: 0 }): Promise<unknown> {
  return drive(
    host,
    ecsRole(options)
      .load(loadContext(host))
      .catch((error: unknown) => error),
  );
}

const unavailableWith = (cause: object): unknown =>
  expect.objectContaining({ reason: expect.any(String), cause: expect.objectContaining(cause) });

describe("1.8 ECS role", () => {
  test("token, role list, credentials, in that order and never through a proxy", async () => {
    const host = instance();
    expect(await outcome(host)).toMatchObject({
      accessKeyId: "AKTPecs",
      expiration: new Date("2026-01-01T18:00:00Z"),
      identity: { source: "ecs_role" },
    });
    expect(host.requests.map(({ method, url }) => `${method} ${url.href}`)).toEqual([
      "PUT http://100.96.0.96/latest/api/token",
      "GET http://100.96.0.96/volcstack/latest/iam/security_credentials?type=user&format=json",
      "GET http://100.96.0.96/volcstack/latest/iam/security_credentials/reader",
    ]);
    expect(host.requests[0]?.headers["x-volc-ecs-metadata-token-ttl-seconds"]).toBe("21600");
    expect(host.requests[2]?.headers["x-volc-ecs-metadata-token"]).toBe("metadata-token");
    expect(host.requests.map(({ original }) => original.proxy)).toEqual(["none", "none", "none"]);
  });

  test("the argument names the role before the variable does, path-escaped", async () => {
    const named = instance(metadata(), { BYTEPLUS_ECS_METADATA: "from/env" });
    await outcome(named);
    expect(named.requests.at(-1)?.url.pathname).toMatch(/\/from%2Fenv$/);
    await outcome(named, { roleName: "given" });
    expect(named.requests.at(-1)?.url.pathname).toMatch(/\/given$/);
    expect(named.requests).toHaveLength(4);
  });

  test("the role list may be one name a line", async () => {
    const host = instance(metadata({ roles: { body: "\n first \nsecond\n" } }));
    await outcome(host);
    expect(host.requests.at(-1)?.url.pathname).toMatch(/\/first$/);
  });

  test("an empty role name and endpoint are none", async () => {
    const host = instance();
    expect(await outcome(host, { roleName: "", endpoint: "" })).toMatchObject({ accessKeyId: "AKTPecs" });
    expect(host.requests[0]?.url.host).toBe("100.96.0.96");
  });

  test.each(["true", "TRUE", "True"])("disabled by %s: unavailable without traffic", async (value) => {
    const host = instance(metadata(), { BYTEPLUS_ECS_METADATA_DISABLED: value });
    expect(await outcome(host)).toEqual(unavailableWith({ code: "DISABLED", vendorCode: "EcsRoleDisabled" }));
    expect(host.requests).toHaveLength(0);
  });

  test("1.11: no connection, and 404, at the token request are unavailable", async () => {
    const refused = instance(() => {
      throw networkError("100.96.0.96");
    });
    expect(await outcome(refused)).toEqual(unavailableWith({ code: "NETWORK", vendorCode: "EcsRoleTokenFailed" }));
    const absent = instance(metadata({ token: { status: 404 } }));
    expect(await outcome(absent)).toEqual(unavailableWith({ code: "HTTP_STATUS", vendorCode: "EcsRoleTokenFailed" }));
    const worded = instance(
      metadata({ token: { status: 404, body: { errorcode: "NotFound", message: "no such path" } } }),
    );
    expect(await outcome(worded)).toEqual(
      unavailableWith({ vendorCode: "EcsRoleTokenFailed", cause: expect.objectContaining({ vendorCode: "NotFound" }) }),
    );
    const silent = instance(() => new Promise(() => undefined));
    expect(await outcome(silent)).toEqual(unavailableWith({ code: "TIMEOUT" }));
  });

  test.each<readonly [string, Answers, object]>([
    [
      "another status for the token",
      { token: { status: 500 } },
      { code: "HTTP_STATUS", vendorCode: "EcsRoleTokenFailed" },
    ],
    ["an empty token", { token: { body: " \n" } }, { code: "INCOMPLETE_RESPONSE", vendorCode: "EcsRoleTokenEmpty" }],
    [
      "403 with a code of the server's own",
      { credentials: { status: 403, body: { errorcode: "Denied", message: "no" } } },
      { code: "HTTP_STATUS", vendorCode: "EcsRoleCredentialsFailed", httpStatus: 403 },
    ],
    ["404 for the roles", { roles: { status: 404 } }, { code: "HTTP_STATUS", vendorCode: "EcsRoleDetectFailed" }],
    [
      "an object instead of the roles",
      { roles: { body: { error: "busy" } } },
      { code: "INCOMPLETE_RESPONSE", vendorCode: "EcsRoleNotFound" },
    ],
    ["no role", { roles: { body: [] } }, { code: "INCOMPLETE_RESPONSE", vendorCode: "EcsRoleNotFound" }],
    [
      "404 for the credentials",
      { credentials: { status: 404 } },
      { code: "HTTP_STATUS", vendorCode: "EcsRoleCredentialsFailed" },
    ],
    [
      "credentials that are no JSON",
      { credentials: { body: canary.accessKeySecret } },
      { code: "MALFORMED_RESPONSE", vendorCode: "EcsRoleCredentialsParse" },
    ],
    [
      "an empty secret",
      { credentials: { body: { ...keys, SecretAccessKey: "" } } },
      { code: "INCOMPLETE_RESPONSE", vendorCode: "EcsRoleCredentialsEmpty" },
    ],
    [
      "no expiry",
      { credentials: { body: { ...keys, ExpiredTime: undefined } } },
      { code: "INVALID_EXPIRATION", vendorCode: "EcsRoleExpirationParse" },
    ],
    [
      "a day that does not exist",
      { credentials: { body: { ...keys, ExpiredTime: "2026-02-31T00:00:00Z" } } },
      { code: "INVALID_EXPIRATION", vendorCode: "EcsRoleExpirationParse" },
    ],
  ])("1.11 and 1.12: %s is a failure", async (_what, answers, expected) => {
    expect(await outcome(instance(metadata(answers)))).toMatchObject(expected);
  });

  test("each request is tried 4 times, 1 s apart", async () => {
    const host = instance(metadata({ credentials: { status: 503 } }));
    const before = host.clock.now();
    expect(await outcome(host, {})).toMatchObject({ code: "HTTP_STATUS" });
    expect(host.requests).toHaveLength(2 + 4);
    expect(host.clock.now() - before).toBeGreaterThanOrEqual(3_000);
  });

  test("only 200 is a success", async () => {
    expect(await outcome(instance(metadata({ credentials: { status: 204 } })))).toMatchObject({ httpStatus: 204 });
  });

  test("a skewed server clock is rebased by the Date header", async () => {
    const host = instance(
      metadata({ credentials: { headers: { Date: "Thu, 01 Jan 2026 13:00:00 GMT" }, body: keys } }),
    );
    expect(await outcome(host)).toMatchObject({ expiration: new Date("2026-01-01T17:00:00Z") });
  });

  test("answers that are unavailable are values", async () => {
    expect(isUnavailable(await outcome(scriptedHost()))).toBe(true);
  });
});

sourceConformance({
  name: "ecs_role",
  working: () => ({ source: ecsRole(), host: instance() }),
  unconfigured: () => ({ source: ecsRole({ retries: 0 }), host: scriptedHost() }),
  failing: {
    "the service fails": () => ({
      source: ecsRole(),
      host: instance(metadata({ roles: { status: 500, body: canary.securityToken } })),
      code: "HTTP_STATUS",
    }),
    "the answer is cut": () => ({
      source: ecsRole(),
      host: instance(metadata({ credentials: { body: `{"SecretAccessKey":"${canary.accessKeySecret}` } })),
      code: "MALFORMED_RESPONSE",
    }),
  },
  hanging: () => ({ source: ecsRole(), host: instance(() => new Promise(() => undefined)) }),
});
