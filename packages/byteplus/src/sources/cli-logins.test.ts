import { createHash } from "node:crypto";
import {
  canary,
  networkError,
  scriptedHost,
  sourceConformance,
  type RequestHandler,
  type ScriptedResponse,
} from "@credport/testing";
import { describe, expect, test, vi } from "vitest";
import { cliConfig } from "./cli-config.js";
import { ak, folder, loadWith, machine, noon, one, outcome } from "../../test/cli-machine.js";

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

  test("a login that the CLI has renewed meanwhile is used as it is", async () => {
    const host = machine({
      config: ssoConfig(),
      files: { [ssoCache]: login(expired) },
      onRequest: ({ url }) => {
        if (url.pathname !== "/token") return { body: portal };
        host.files.write(ssoCache, login({ access_token: "of-the-cli", refresh_token: "login-2" }));
        return { status: 400, body: { error: "invalid_grant" } };
      },
    });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTPsso" });
    expect(host.requests.map(({ url }) => url.pathname)).toEqual(["/token", "/federation/credentials"]);
    expect(host.requests[1]?.headers["x-bd-cloudidentity-bearer-token"]).toBe("of-the-cli");
  });

  test("a refresh token found on disk is used once: the next refresh sends what came of it", async () => {
    const sent: unknown[] = [];
    const host = machine({
      config: ssoConfig(),
      files: { [ssoCache]: login(expired) },
      onRequest: ({ url, body }) => {
        if (url.pathname !== "/token") return { body: portal };
        const { refresh_token: token } = JSON.parse(body);
        sent.push(token);
        if (token !== "refresh-1") {
          return { body: { access_token: "renewed", expires_in: 60, refresh_token: `${token}+` } };
        }
        host.files.write(ssoCache, login({ ...expired, refresh_token: "login-2" }));
        return { status: 400, body: { error: "invalid_grant" } };
      },
    });
    const source = cliConfig();
    await loadWith(source, host);
    await loadWith(source, host);
    expect(sent).toEqual(["refresh-1", "login-2", "login-2+"]);
  });

  test("two loads at a time use a refresh token once", async () => {
    const used = new Set<string>();
    const host = machine({
      config: ssoConfig(),
      files: { [ssoCache]: login(expired) },
      onRequest: ({ url, body }) => {
        if (url.pathname !== "/token") return { body: portal };
        if (used.has(body)) return { status: 400, body: { error: "invalid_grant" } };
        used.add(body);
        return { body: { access_token: "renewed", expires_in: 3_600, refresh_token: "refresh-2" } };
      },
    });
    const source = cliConfig();
    const both = await Promise.all([loadWith(source, host), loadWith(source, host)]);
    expect(both).toEqual([
      expect.objectContaining({ accessKeyId: "AKTPsso" }),
      expect.objectContaining({ accessKeyId: "AKTPsso" }),
    ]);
    expect(host.requests.filter(({ url }) => url.pathname === "/token")).toHaveLength(1);
  });

  test("blanks around names are no part of them, as in the reference", async () => {
    const config = {
      ...ssoConfig({ "sso-session-name": " corp ", "account-id": "2100\t" }),
      "sso-session": { corp: { "start-url": " https://corp.example/start?a=1&b=<2> ", region: " eu-1 " } },
    };
    const host = machine({ config, files: { [ssoCache]: login() }, onRequest: sso() });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTPsso" });
    expect(host.requests[0]?.url.href).toContain("portal.eu-1.bytepluses.com/federation/credentials?account_id=2100&");
  });

  test.each([
    ["the profile's", { region: "ap-southeast-3" }, "ap-southeast-3"],
    ["ap-southeast-1", {}, "ap-southeast-1"],
  ])("a session without a region is in %s", async (_what, more, region) => {
    const config = {
      ...ssoConfig(more),
      "sso-session": { corp: { "start-url": "https://corp.example/start?a=1&b=<2>" } },
    };
    const host = machine({ config, files: { [ssoCache]: login() }, onRequest: sso() });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTPsso" });
    expect(host.requests[0]?.url.host).toBe(`cloudidentity-portal.${region}.bytepluses.com`);
  });

  test.each([
    ["whose client is over", { client_secret_expires_at: noon }],
    ["without a client id", { client_id: "" }],
    ["without a client secret", { client_secret: "" }],
  ])("a login %s is not refreshed: LOGIN_REQUIRED", async (_what, more) => {
    const host = machine({ config: ssoConfig(), files: { [ssoCache]: login({ ...expired, ...more }) } });
    expect(await outcome(host)).toMatchObject({ code: "LOGIN_REQUIRED", vendorCode: "CliSsoTokenRefreshExpired" });
    expect(host.requests).toHaveLength(0);
  });

  test("an error the portal answers with 200 keeps its code", async () => {
    const refused = { ResponseMetadata: { RequestId: "r-1", Error: { Code: "NoPermission", Message: "no" } } };
    const host = machine({
      config: ssoConfig(),
      files: { [ssoCache]: login() },
      onRequest: sso(undefined, { body: refused }),
    });
    expect(await outcome(host)).toMatchObject({ code: "HTTP_STATUS", vendorCode: "NoPermission", requestId: "r-1" });
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
      const sleep = vi.spyOn(host, "sleep");
      expect(await outcome(host)).toMatchObject({ code: "HTTP_STATUS", httpStatus: token.status });
      expect(host.requests).toHaveLength(3);
      expect(sleep.mock.calls.map(([, how]) => how?.holdsProcess)).toEqual([true, true]);
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
    host.files.write(consoleCache, consoleLogin({ ...old, endpoint_url: "https://signin.example/tenant/" }));
    await outcome(host);
    expect(host.requests[1]?.url.href).toBe("https://signin.example/tenant/authorize/oauth/token");
  });

  test("a live login whose keys are not complete is refreshed", async () => {
    const host = machine({
      config: consoleConfig,
      files: { [consoleCache]: consoleLogin({ access_token: { ...consoleKeys, session_token: "" } }) },
      onRequest: () => ({ body: { access_token: consoleKeys, expires_in: 900 } }),
    });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTPconsole" });
    expect(host.requests).toHaveLength(1);
  });

  test("a refreshed login that says no end is not kept for ever", async () => {
    const host = machine({
      config: consoleConfig,
      files: { [consoleCache]: consoleLogin({ issued_at: noon - 900 }) },
      onRequest: () => ({ body: { access_token: consoleKeys } }),
    });
    expect(await outcome(host)).toMatchObject({
      code: "INCOMPLETE_RESPONSE",
      message: expect.stringContaining("expires_in"),
    });
  });

  test("a login without a client id cannot be refreshed: LOGIN_REQUIRED", async () => {
    const files = { [consoleCache]: consoleLogin({ issued_at: noon - 900, client_id: "" }) };
    const host = machine({ config: consoleConfig, files });
    expect(await outcome(host)).toMatchObject({ code: "LOGIN_REQUIRED" });
    expect(host.requests).toHaveLength(0);
  });

  test("plain http to a login's own host needs disable-ssl", async () => {
    const files = { [consoleCache]: consoleLogin({ issued_at: noon - 900, endpoint_url: "http://signin.example" }) };
    const onRequest: RequestHandler = () => ({ body: { access_token: consoleKeys, expires_in: 900 } });
    const refused = machine({ config: consoleConfig, files, onRequest });
    expect(await outcome(refused)).toMatchObject({ code: "CONFIG_INVALID" });
    const config = one({ mode: "console-login", "login-session": "my-session", "disable-ssl": true });
    expect(await outcome(machine({ config, files, onRequest }))).toMatchObject({ accessKeyId: "AKTPconsole" });
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
