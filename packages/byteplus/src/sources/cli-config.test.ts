import { createHash } from "node:crypto";
import type { CredentialsSource } from "@credport/core";
import {
  canary,
  drive,
  loadContext,
  networkError,
  scriptedHost,
  sourceConformance,
  type RecordedRequest,
  type RequestHandler,
  type ScriptedHost,
  type ScriptedResponse,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import type { CliConfigOptions } from "./cli/cli-profile.js";
import { parseUnixTime } from "./cli/parse-unix-time.js";
import { cliConfig } from "./cli-config.js";

const folder = "/home/tester/.byteplus";
const path = `${folder}/config.json`;
const noon = Date.UTC(2026, 0, 1, 12) / 1_000;
const ak = { "access-key": "id", "secret-key": canary.accessKeySecret };

interface World {
  readonly config?: object | string;
  readonly files?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly onRequest?: RequestHandler;
}

function machine({ config, files = {}, env = {}, onRequest }: World): ScriptedHost {
  const text = typeof config === "string" ? config : JSON.stringify(config);
  const host = scriptedHost({ env, files: { ...(config === undefined ? {} : { [path]: text }), ...files } });
  if (onRequest !== undefined) host.onRequest(onRequest);
  return host;
}

const one = (profile: object): object => ({ current: "main", profiles: { main: profile } });
const loadWith = (source: CredentialsSource, host: ScriptedHost): Promise<unknown> =>
  drive(
    host,
    source.load(loadContext(host)).catch((error: unknown) => error),
  );
const outcome = (host: ScriptedHost, options: CliConfigOptions = {}): Promise<unknown> =>
  loadWith(cliConfig(options), host);

describe("1.9 file and profile", () => {
  const config = {
    current: "current",
    profiles: {
      current: { ...ak, "access-key": "of-current" },
      default: { ...ak, "access-key": "of-default" },
      a: { ...ak, "access-key": "of-a" },
      b: { ...ak, "access-key": "of-b" },
    },
  };

  test.each<readonly [string, CliConfigOptions, Record<string, string>, string]>([
    ["the argument", { profile: "a" }, { BYTEPLUS_PROFILE: "b" }, "of-a"],
    ["BYTEPLUS_PROFILE", {}, { BYTEPLUS_PROFILE: "a", BYTEPLUS_CLI_PROFILE: "b" }, "of-a"],
    ["BYTEPLUS_CLI_PROFILE", {}, { BYTEPLUS_CLI_PROFILE: "b" }, "of-b"],
    ["current", {}, {}, "of-current"],
  ])("%s decides", async (_what, options, env, accessKeyId) => {
    expect(await outcome(machine({ config, env }), options)).toMatchObject({ accessKeyId });
  });

  test("without current it is default", async () => {
    expect(await outcome(machine({ config: { ...config, current: "" } }))).toMatchObject({ accessKeyId: "of-default" });
  });

  test("path: argument before BYTEPLUS_CLI_CONFIG_FILE before the home", async () => {
    const host = machine({
      config,
      env: { BYTEPLUS_CLI_CONFIG_FILE: "/named" },
      files: { "/named": JSON.stringify(one(ak)), "/given": JSON.stringify(one(ak)) },
    });
    await outcome(host);
    await outcome(host, { path: "/given" });
    expect(host.files.reads).toEqual(["/named", "/given"]);
  });

  test("1.11: an absent file is unavailable, unless a profile was asked for by name", async () => {
    expect(await outcome(machine({}))).toMatchObject({
      cause: { code: "NOT_CONFIGURED", vendorCode: "CliConfigLoad" },
    });
    expect(await outcome(machine({}), { profile: "a" })).toMatchObject({
      code: "NOT_CONFIGURED",
      vendorCode: "CliConfigLoad",
    });
    expect(await outcome(machine({ env: { BYTEPLUS_CLI_PROFILE: "a" } }))).toMatchObject({ code: "NOT_CONFIGURED" });
  });

  test.each<readonly [string, string | object, string, string]>([
    ["bad JSON", "{", "FILE_MALFORMED", "CliConfigUnmarshal"],
    ["no profiles", { profiles: {} }, "FILE_MALFORMED", "CliConfigNoProfiles"],
    ["an unknown profile", { current: "gone", profiles: { a: ak } }, "PROFILE_NOT_FOUND", "CliConfigProfileNotFound"],
    [
      "an inherited name",
      { current: "constructor", profiles: { a: ak } },
      "PROFILE_NOT_FOUND",
      "CliConfigProfileNotFound",
    ],
    ["a bad mode", one({ ...ak, mode: "magic" }), "PROFILE_INVALID", "CliConfigModeInvalid"],
    ["no access key", one({ "secret-key": "s" }), "PROFILE_INVALID", "CliConfigAccessKey"],
    ["no secret key", one({ "access-key": "a" }), "PROFILE_INVALID", "CliConfigSecretKey"],
    ["ramrolearn without a role", one({ ...ak, mode: "ramrolearn" }), "CONFIG_INVALID", "CliConfigRoleNameMissing"],
    [
      "ramrolearn without an account",
      one({ ...ak, mode: "ramrolearn", "role-name": "r" }),
      "CONFIG_INVALID",
      "CliConfigAccountIDMissing",
    ],
    ["oidc without a token file", one({ mode: "oidc" }), "CONFIG_INVALID", "CliConfigOIDCTokenFileMissing"],
    [
      "oidc without a role",
      one({ mode: "oidc", "oidc-token-file": "/t" }),
      "CONFIG_INVALID",
      "CliConfigOIDCRoleTrnMissing",
    ],
    ["ecsrole without a role", one({ mode: "ecsrole" }), "CONFIG_INVALID", "CliConfigRoleNameMissing"],
    [
      "a negative expiration",
      one({ mode: "sso", ...ak, "sts-expiration": -1 }),
      "INVALID_EXPIRATION",
      "CliConfigExpiration",
    ],
    ["sso without a session", one({ mode: "sso" }), "CONFIG_INVALID", "CliConfigSsoSessionNameMissing"],
    [
      "console-login without a session",
      one({ mode: "console-login" }),
      "CONFIG_INVALID",
      "CliConfigLoginSessionMissing",
    ],
  ])("1.11 and 1.12: %s is a failure", async (_what, config, code, vendorCode) => {
    expect(await outcome(machine({ config }))).toMatchObject({ code, vendorCode });
  });

  test("an unreadable file is a failure", async () => {
    const host = machine({});
    host.files.makeUnreadable(path);
    expect(await outcome(host)).toMatchObject({ code: "FILE_UNREADABLE", vendorCode: "CliConfigLoad" });
  });
});

const session = {
  Result: {
    Credentials: {
      AccessKeyId: "AKTProle",
      SecretAccessKey: canary.accessKeySecret,
      SessionToken: canary.securityToken,
      ExpiredTime: "2026-01-01T13:00:00Z",
    },
  },
};

describe("1.9 modes without a login", () => {
  test.each(["", "ak", "AK"])("%j: static keys, the token passed through, sts-expiration ignored", async (mode) => {
    const credentials = await outcome(
      machine({ config: one({ ...ak, mode, "session-token": "t", "sts-expiration": 1 }) }),
    );
    expect(credentials).toMatchObject({ accessKeyId: "id", securityToken: "t", identity: { source: "cli_config" } });
    expect(credentials).not.toHaveProperty("expiration");
  });

  test("ramrolearn: AssumeRole for 3600 s, https unless disable-ssl", async () => {
    const profile = { ...ak, mode: "RamRoleArn", "role-name": "r", "account-id": "1" };
    const host = machine({ config: one(profile), onRequest: () => ({ body: session }) });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTProle", identity: { source: "cli_config/sts" } });
    expect(host.requests[0]?.url.origin).toBe("https://sts.ap-southeast-1.byteplusapi.com");
    expect(host.requests[0]?.url.searchParams.get("DurationSeconds")).toBe("3600");
    const clear = machine({ config: one({ ...profile, "disable-ssl": true }), onRequest: () => ({ body: session }) });
    await outcome(clear);
    expect(clear.requests[0]?.original).toMatchObject({ allowInsecureHttp: true });
    expect(clear.requests[0]?.url.protocol).toBe("http:");
  });

  test("oidc: only the profile's values, nothing from the environment", async () => {
    const host = machine({
      config: one({ mode: "oidc", "oidc-token-file": "/t", "role-trn": "trn:iam::1:role/r" }),
      files: { "/t": "token" },
      env: { BYTEPLUS_OIDC_ROLE_POLICY: "{}", BYTEPLUS_OIDC_STS_ENDPOINT: "elsewhere.example" },
      onRequest: () => ({ body: session }),
    });
    expect(await outcome(host)).toMatchObject({ identity: { source: "cli_config/oidc" } });
    expect(host.requests[0]?.url.host).toBe("sts.ap-southeast-1.byteplusapi.com");
    expect(host.requests[0]?.body).not.toContain("Policy");
  });

  test("ecsrole: the named role; off ECS it is a failure, for the profile asked for it", async () => {
    const config = one({ mode: "ecsrole", "role-name": "r" });
    const answers = (request: RecordedRequest): ScriptedResponse =>
      request.method === "PUT"
        ? { body: "token" }
        : {
            body: {
              AccessKeyId: "AKTPecs",
              SecretAccessKey: "s",
              SessionToken: "t",
              ExpiredTime: "2026-01-01T13:00:00Z",
            },
          };
    const host = machine({ config, onRequest: answers });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTPecs", identity: { source: "cli_config/ecs_role" } });
    expect(host.requests).toHaveLength(2);
    expect(await outcome(machine({ config }))).toMatchObject({ code: "NETWORK" });
  });
});

const ssoConfig = (more: object = {}): object => ({
  current: "main",
  profiles: {
    main: { mode: "sso", "sso-session-name": "corp", "account-id": "2100", "role-name": "Dev&Ops", ...more },
  },
  "sso-session": {
    corp: { name: "corp", "start-url": "https://corp.example/start?a=1&b=<2>", region: "ap-southeast-1" },
  },
});
const cacheJson = '{"start_url":"https://corp.example/start?a=1\\u0026b=\\u003c2\\u003e","session_name":"corp"}';
const ssoCache = `${folder}/sso/cache/${createHash("sha1").update(cacheJson).digest("hex")}.json`;
const login = (more: object = {}): string =>
  JSON.stringify({
    access_token: canary.bearerToken,
    expires_at: "2026-01-01T13:00:00Z",
    client_id: "cid",
    client_secret: canary.password,
    refresh_token: "refresh-1",
    ...more,
  });
const expired = { expires_at: "2026-01-01T12:01:00Z" };

const portal = {
  Result: {
    RoleCredentials: {
      AccessKeyId: "AKTPsso",
      SecretAccessKey: canary.accessKeySecret,
      SessionToken: canary.securityToken,
      Expiration: noon + 3_600,
    },
  },
};
const sso =
  (
    token: ScriptedResponse = { body: { access_token: "renewed", expires_in: 3_600, refresh_token: "refresh-2" } },
    keys: ScriptedResponse = { body: portal },
  ): RequestHandler =>
  ({ url }) =>
    url.pathname === "/token" ? token : keys;

describe("1.9 sso", () => {
  test("a live cached token buys role keys at the portal; the cache name is hashed as Go writes the JSON", async () => {
    const host = machine({ config: ssoConfig(), files: { [ssoCache]: login() }, onRequest: sso() });
    expect(await outcome(host)).toMatchObject({
      accessKeyId: "AKTPsso",
      expiration: new Date("2026-01-01T13:00:00Z"),
      identity: { source: "cli_config" },
    });
    expect(host.requests[0]?.url.href).toBe(
      "https://cloudidentity-portal.ap-southeast-1.bytepluses.com/federation/credentials?account_id=2100&role_name=Dev%26Ops",
    );
    expect(host.requests[0]?.headers["x-bd-cloudidentity-bearer-token"]).toBe(canary.bearerToken);
  });

  test("unexpired keys in the profile win, with 60 s in hand", async () => {
    const fresh = machine({ config: ssoConfig({ ...ak, "sts-expiration": noon + 61 }) });
    expect(await outcome(fresh)).toMatchObject({ accessKeyId: "id", expiration: new Date((noon + 61) * 1_000) });
    const stale = machine({
      config: ssoConfig({ ...ak, "sts-expiration": noon + 60 }),
      files: { [ssoCache]: login() },
      onRequest: sso(),
    });
    expect(await outcome(stale)).toMatchObject({ accessKeyId: "AKTPsso" });
    const zero = machine({
      config: ssoConfig({ ...ak, "sts-expiration": 0 }),
      files: { [ssoCache]: login() },
      onRequest: sso(),
    });
    expect(await outcome(zero)).toMatchObject({ accessKeyId: "AKTPsso" });
  });

  test("a token with less than 60 s left is refreshed, in memory only and once", async () => {
    const host = machine({ config: ssoConfig(), files: { [ssoCache]: login(expired) }, onRequest: sso() });
    const source = cliConfig();
    await loadWith(source, host);
    await loadWith(source, host);
    const [refresh, ...others] = host.requests;
    expect(refresh?.url.href).toBe("https://cloudidentity-oauth.ap-southeast-1.bytepluses.com/token");
    expect(JSON.parse(refresh?.body ?? "")).toEqual({
      grant_type: "refresh_token",
      client_id: "cid",
      client_secret: canary.password,
      refresh_token: "refresh-1",
    });
    expect(others.map(({ headers }) => headers["x-bd-cloudidentity-bearer-token"])).toEqual(["renewed", "renewed"]);
    expect(host.files.content(ssoCache)).toBe(login(expired));
  });

  test("the next refresh uses the rotated refresh token, and a new login on disk makes the memory void", async () => {
    const host = machine({ config: ssoConfig(), files: { [ssoCache]: login(expired) }, onRequest: sso() });
    const source = cliConfig();
    await loadWith(source, host);
    host.clock.jump(3_600_000);
    await loadWith(source, host);
    expect(host.requests[2]?.body).toContain("refresh-2");
    host.files.write(ssoCache, login({ ...expired, refresh_token: "login-2" }));
    await loadWith(source, host);
    expect(host.requests[4]?.body).toContain("login-2");
  });

  test("invalid_grant reads the file once more, and uses another refresh token found there", async () => {
    const host = machine({
      config: ssoConfig(),
      files: { [ssoCache]: login(expired) },
      onRequest: (request) => {
        if (request.url.pathname !== "/token") return { body: portal };
        if (request.body.includes("login-2")) return { body: { access_token: "renewed", expires_in: 3_600 } };
        host.files.write(ssoCache, login({ ...expired, refresh_token: "login-2" }));
        return { status: 400, body: { error: "invalid_grant" } };
      },
    });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTPsso" });
  });

  test.each<readonly [string, Record<string, string>, RequestHandler, string]>([
    ["no cached login", {}, sso(), "CliSsoTokenCacheMissing"],
    [
      "a dead refresh token",
      { [ssoCache]: login(expired) },
      sso({ status: 400, body: { error: "invalid_grant" } }),
      "CliSsoTokenRefreshExpired",
    ],
    [
      "no token at all",
      { [ssoCache]: login({ access_token: "", refresh_token: "" }) },
      sso(),
      "CliSsoTokenRefreshExpired",
    ],
  ])("1.12: %s is LOGIN_REQUIRED, naming profile and session", async (_what, files, onRequest, vendorCode) => {
    const error = await outcome(machine({ config: ssoConfig(), files, onRequest }));
    expect(error).toMatchObject({ code: "LOGIN_REQUIRED", vendorCode, message: expect.stringMatching(/corp.*main/) });
  });

  test("login requests are tried 3 times, 200 ms and 400 ms apart, up to 100 ms more", async () => {
    for (const token of [{ status: 503 }, { status: 408 }, { status: 429 }]) {
      const host = machine({ config: ssoConfig(), files: { [ssoCache]: login(expired) }, onRequest: sso(token) });
      const before = host.clock.now();
      expect(await outcome(host)).toMatchObject({ code: "HTTP_STATUS", httpStatus: token.status });
      expect(host.requests).toHaveLength(3);
      expect(host.clock.now() - before).toBeGreaterThanOrEqual(600);
    }
    const refused = machine({
      config: ssoConfig(),
      files: { [ssoCache]: login(expired) },
      onRequest: () => {
        throw networkError("oauth");
      },
    });
    await outcome(refused);
    expect(refused.requests).toHaveLength(3);
  });

  test("a portal answer without expiry is kept, not fetched at each use", async () => {
    const { Expiration: _dropped, ...keys } = portal.Result.RoleCredentials;
    const host = machine({
      config: ssoConfig(),
      files: { [ssoCache]: login() },
      onRequest: sso(undefined, { body: { Result: { RoleCredentials: keys } } }),
    });
    expect(await outcome(host)).not.toHaveProperty("expiration");
  });

  test("a region that could name another host is refused", async () => {
    const config = { ...ssoConfig(), "sso-session": { corp: { "start-url": "https://x", region: "evil.example/#" } } };
    expect(await outcome(machine({ config }))).toMatchObject({ code: "PROFILE_INVALID" });
  });
});

const consoleName = `${createHash("sha1").update("my-session").digest("hex")}.json`;
const consoleCache = `${folder}/login/cache/${consoleName}`;
const consoleConfig = one({ mode: "console-login", "login-session": "my-session" });
const consoleKeys = {
  access_key_id: "AKTPconsole",
  secret_access_key: canary.accessKeySecret,
  session_token: canary.securityToken,
};
const consoleLogin = (more: object = {}): string =>
  JSON.stringify({
    access_token: consoleKeys,
    issued_at: noon - 100,
    expires_in: 900,
    client_id: "cid",
    refresh_token: canary.bearerToken,
    scope: "all",
    ...more,
  });

describe("1.9 console-login", () => {
  test.each([
    ["an object", consoleKeys],
    ["a text", JSON.stringify(consoleKeys)],
  ])("a live login's token, %s, holds the keys", async (_what, access_token) => {
    const host = machine({ config: consoleConfig, files: { [consoleCache]: consoleLogin({ access_token }) } });
    expect(await outcome(host)).toMatchObject({
      accessKeyId: "AKTPconsole",
      expiration: new Date((noon + 800) * 1_000),
      identity: { source: "cli_config" },
    });
  });

  test("BYTEPLUS_LOGIN_CACHE_DIRECTORY names another folder; issued_at may be RFC 3339", async () => {
    const host = machine({
      config: consoleConfig,
      env: { BYTEPLUS_LOGIN_CACHE_DIRECTORY: "/logins" },
      files: { [`/logins/${consoleName}`]: consoleLogin({ issued_at: "2026-01-01T11:59:00Z" }) },
    });
    expect(await outcome(host)).toMatchObject({ expiration: new Date("2026-01-01T12:14:00Z") });
  });

  test("an old login is refreshed by a form at the sign-in host or the login's own", async () => {
    const old = { issued_at: noon - 900 };
    const answer = { body: { access_token: consoleKeys, expires_in: 900 } };
    const host = machine({
      config: consoleConfig,
      files: { [consoleCache]: consoleLogin(old) },
      onRequest: () => answer,
    });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTPconsole" });
    expect(host.requests[0]?.url.href).toBe("https://signin.byteplus.com/authorize/oauth/token");
    expect(Object.fromEntries(new URLSearchParams(host.requests[0]?.body))).toEqual({
      grant_type: "refresh_token",
      client_id: "cid",
      refresh_token: canary.bearerToken,
      scope: "all",
    });
    host.files.write(consoleCache, consoleLogin({ ...old, endpoint_url: "https://signin.example" }));
    await outcome(host);
    expect(host.requests[1]?.url.origin).toBe("https://signin.example");
  });

  test("1.12: no login, or a dead one, is LOGIN_REQUIRED", async () => {
    expect(await outcome(machine({ config: consoleConfig }))).toMatchObject({
      code: "LOGIN_REQUIRED",
      vendorCode: "CliConsoleLoginCacheMissing",
    });
    const dead = machine({
      config: consoleConfig,
      files: { [consoleCache]: consoleLogin({ issued_at: 1 }) },
      onRequest: () => ({ status: 400, body: { error: "invalid_grant" } }),
    });
    expect(await outcome(dead)).toMatchObject({
      code: "LOGIN_REQUIRED",
      vendorCode: "CliConsoleLoginRefreshTokenExpired",
      message: expect.stringMatching(/my-session.*main/),
    });
  });
});

test.each<readonly [unknown, unknown]>([
  [1_767_268_800, 1_767_268_800_000],
  [999_999_999_999, 999_999_999_999_000],
  [1_000_000_000_000, 1_000_000_000_000],
  [1_767_268_800_123_000, 1_767_268_800_123],
  ["1767268800123456789", 1_767_268_800_123],
  [0, undefined],
  [undefined, undefined],
  [-5, "invalid"],
  [1.5, "invalid"],
  ["soon", "invalid"],
])("sts-expiration %j is %j ms", (value, expected) => expect(parseUnixTime(value)).toBe(expected));

test("nanoseconds in the file keep their digits", async () => {
  const text = JSON.stringify(ssoConfig(ak)).replace(
    '"role-name"',
    '"sts-expiration": 1767272399999999999, "role-name"',
  );
  expect(await outcome(machine({ config: text }))).toMatchObject({ expiration: new Date(1_767_272_399_999) });
});

sourceConformance({
  name: "cli_config",
  working: () => ({
    source: cliConfig(),
    host: machine({ config: one({ ...ak, "session-token": canary.securityToken }) }),
  }),
  unconfigured: () => ({ source: cliConfig(), host: scriptedHost() }),
  failing: {
    "bad JSON with a secret": () => ({
      source: cliConfig(),
      host: machine({ config: `{"secret-key":"${canary.accessKeySecret}` }),
      code: "FILE_MALFORMED",
    }),
    "a secret as mode": () => ({
      source: cliConfig(),
      host: machine({ config: one({ mode: canary.accessKeySecret }) }),
      code: "PROFILE_INVALID",
    }),
    "the portal refuses": () => ({
      source: cliConfig(),
      host: machine({
        config: ssoConfig(),
        files: { [ssoCache]: login() },
        onRequest: sso(undefined, { status: 401, body: canary.bearerToken }),
      }),
      code: "HTTP_STATUS",
    }),
    "a dead login": () => ({
      source: cliConfig(),
      host: machine({
        config: ssoConfig(),
        files: { [ssoCache]: login(expired) },
        onRequest: sso({ status: 400, body: { error: "invalid_grant", hint: canary.bearerToken } }),
      }),
      code: "LOGIN_REQUIRED",
    }),
  },
  hanging: () => ({
    source: cliConfig(),
    host: machine({
      config: ssoConfig(),
      files: { [ssoCache]: login() },
      onRequest: () => new Promise(() => undefined),
    }),
  }),
});
