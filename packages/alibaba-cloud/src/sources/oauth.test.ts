import { createProvider, type Host, type SourceWarning } from "@credport/core";
import {
  canary,
  drive,
  loadContext,
  networkError,
  scriptedHost,
  sourceConformance,
  type RecordedRequest,
  type ScriptedHost,
  type ScriptedResponse,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import { formOf, inAnHour, trail } from "../../test/support/answers.js";
import { failureOf, load, loadFailure } from "../../test/support/failure-of.js";
import { cliProfile } from "./cli-profile.js";
import { oauth } from "./oauth.js";

const now = Date.UTC(2026, 0, 1, 12) / 1_000;
const path = "/home/tester/.aliyun/config.json";
const refresh = "POST /v1/token";
const exchange = "POST /v1/exchange";
const session = {
  accessKeyId: "STS.id",
  accessKeySecret: canary.accessKeySecret,
  securityToken: canary.securityToken,
  expiration: inAnHour,
  requestId: "R",
};
const renewed = { access_token: "access-2", refresh_token: "refresh-2", expires_in: 10_800, token_type: "Bearer" };

interface Services {
  token?: (request: RecordedRequest) => ScriptedResponse | Promise<ScriptedResponse>;
  exchange?: (request: RecordedRequest) => ScriptedResponse;
}

function oauthHost(services: Services = {}): ScriptedHost {
  const host = scriptedHost();
  host.onRequest((request) =>
    request.url.pathname === "/v1/token"
      ? (services.token ?? (() => ({ body: renewed })))(request)
      : (services.exchange ?? (() => ({ body: session })))(request),
  );
  return host;
}

const fresh = { refreshToken: canary.bearerToken, accessToken: canary.password, accessTokenExpire: now + 1_201 };
const stale = { ...fresh, accessTokenExpire: now + 1_200 };

sourceConformance({
  name: "oauth",
  working: () => ({ source: oauth({ siteType: "CN", ...stale }), host: oauthHost() }),
  failing: {
    "no token at all": () => ({ source: oauth({ siteType: "CN" }), host: oauthHost(), code: "LOGIN_REQUIRED" }),
    "a refused refresh": () => ({
      source: oauth({ siteType: "CN", ...stale }),
      host: oauthHost({
        token: () => ({ status: 400, body: { error: "invalid_grant", error_description: canary.bearerToken } }),
      }),
      code: "HTTP_STATUS",
    }),
    "half an exchange": () => ({
      source: oauth({ siteType: "CN", ...fresh }),
      host: oauthHost({ exchange: () => ({ body: { ...session, securityToken: "" } }) }),
      code: "INCOMPLETE_RESPONSE",
    }),
  },
  hanging: () => {
    const host = scriptedHost();
    host.onRequest(() => new Promise(() => undefined));
    return { source: oauth({ siteType: "CN", ...fresh }), host };
  },
});

describe("2.6: OAuth on the wire", () => {
  test.each([
    ["CN", "https://oauth.aliyun.com", "4038181954557748008"],
    ["cn", "https://oauth.aliyun.com", "4038181954557748008"],
    ["INTL", "https://oauth.alibabacloud.com", "4103531455503354461"],
    ["En", "https://oauth.alibabacloud.com", "4103531455503354461"],
  ])("site %s: refresh, then exchange, at %s", async (siteType, origin, clientId) => {
    const host = oauthHost();
    expect(await load(oauth({ siteType, ...stale }), host)).toMatchObject({
      type: "sts",
      identity: { source: "oauth" },
    });
    expect(trail(host)).toEqual([refresh, exchange]);
    const [first, second] = host.requests;
    expect(first?.url.origin).toBe(origin);
    expect(formOf(first)).toEqual({
      grant_type: "refresh_token",
      refresh_token: canary.bearerToken,
      client_id: clientId,
      Timestamp: "2026-01-01T12:00:00Z",
    });
    expect(second?.body).toBe("");
    expect(second?.headers).toMatchObject({ "content-type": "application/json", authorization: "Bearer access-2" });
  });

  test.each<[string, object, string[]]>([
    ["1201 s left", fresh, [exchange]],
    ["1200 s left", stale, [refresh, exchange]],
    ["expire 0", { ...fresh, accessTokenExpire: 0 }, [refresh, exchange]],
    ["no access token", { ...fresh, accessToken: "" }, [refresh, exchange]],
    ["expired, no refresh token", { ...stale, refreshToken: "", accessTokenExpire: 1 }, [exchange]],
  ])("%s", async (_what, tokens, expected) => {
    const host = oauthHost();
    await load(oauth({ siteType: "CN", ...tokens }), host);
    expect(trail(host)).toEqual(expected);
  });

  test.each([
    ["access_token", { ...renewed, access_token: "" }],
    ["refresh_token", { ...renewed, refresh_token: undefined }],
    ["expires_in", { ...renewed, expires_in: "soon" }],
  ])("10: a refresh without %s is INCOMPLETE_RESPONSE", async (field, body) => {
    const error = await loadFailure(oauth({ siteType: "CN", ...stale }), oauthHost({ token: () => ({ body }) }));
    expect(error.code).toBe("INCOMPLETE_RESPONSE");
    expect(error.message).toContain(field);
  });

  test("tokens in memory: a renewal is told, and its tokens are used from then on", async () => {
    const told: unknown[] = [];
    const host = oauthHost();
    const source = oauth({ siteType: "CN", ...stale, onRenewed: (tokens) => void told.push(tokens) });
    await load(source, host);
    await load(source, host);
    expect(trail(host)).toEqual([refresh, exchange, exchange]);
    expect(told).toEqual([{ refreshToken: "refresh-2", accessToken: "access-2", accessTokenExpire: now + 10_800 }]);
  });

  test("an unknown site and a wrong endpoint are CONFIG_INVALID", async () => {
    for (const siteType of ["", "US", "__proto__"])
      expect((await failureOf(() => oauth({ siteType }))).message).toContain("siteType");
    expect((await failureOf(() => oauth({ siteType: "CN", oauthEndpoint: "a/b" }))).message).toContain("oauthEndpoint");
    // @ts-expect-error a caller without types
    expect((await failureOf(() => oauth({ siteType: "CN", onRenewed: "x" }))).message).toContain("onRenewed");
  });
});

describe("2.6 and 3.5: tokens in config.json", () => {
  const profile = {
    name: "me",
    mode: "OAuth",
    oauth_site_type: "CN",
    oauth_refresh_token: "refresh-1",
    oauth_access_token: "access-1",
    oauth_access_token_expire: now,
    language: "zh",
  };
  const config = (changes: object = {}): string =>
    JSON.stringify(
      {
        current: "me",
        site: "x",
        profiles: [
          { name: "o", mode: "AK" },
          { ...profile, ...changes },
        ],
        meta_path: 1,
      },
      null,
      4,
    );
  const written = (host: ScriptedHost, file = path): unknown => JSON.parse(host.files.content(file) ?? "");

  function fileHost(services: Services = {}, changes: object = {}): ScriptedHost {
    const host = oauthHost(services);
    host.files.write(path, config(changes), 0o640);
    return host;
  }

  test("rotated tokens and the session are written into the profile, nothing else is touched", async () => {
    const host = fileHost();
    expect(await load(cliProfile(), host)).toMatchObject({ identity: { source: "cli_profile/oauth" } });
    const tokens = {
      oauth_refresh_token: "refresh-2",
      oauth_access_token: "access-2",
      oauth_access_token_expire: now + 10_800,
    };
    const keys = {
      access_key_id: "STS.id",
      access_key_secret: canary.accessKeySecret,
      sts_token: canary.securityToken,
      sts_expiration: now + 3_600,
    };
    expect(host.files.content(path)).toBe(config({ ...tokens, ...keys }));
    expect(host.files.mode(path)).toBe(0o640);
    expect(host.files.isLocked(`${path}.lock`)).toBe(false);
  });

  test("a session stored earlier is not read back: every start exchanges; an expiration may be a numeric string", async () => {
    const stored = { access_key_id: "old", access_key_secret: "old", sts_token: "old", sts_expiration: now + 9_000 };
    const host = fileHost({}, { ...stored, oauth_access_token_expire: String(now + 1_201) });
    for (const start of [1, 2]) {
      expect((await load(cliProfile(), host)).accessKeyId).toBe("STS.id");
      expect(trail(host)).toEqual(Array(start).fill(exchange));
    }
  });

  test("without a refresh token the stored access token is used as it is, and the session stored", async () => {
    const host = fileHost({}, { oauth_refresh_token: "", oauth_access_token_expire: 1 });
    await load(cliProfile(), host);
    expect(trail(host)).toEqual([exchange]);
    expect(written(host)).toMatchObject({
      profiles: [{}, { oauth_access_token: "access-1", oauth_access_token_expire: 1, access_key_id: "STS.id" }],
    });
  });

  test("rotated tokens are stored even when the exchange fails", async () => {
    const host = fileHost({ exchange: () => ({ status: 500 }) });
    await loadFailure(cliProfile(), host);
    expect(written(host)).toMatchObject({ profiles: [{}, { oauth_refresh_token: "refresh-2" }] });
  });

  test("a token that another process renewed meanwhile is used, the refresh token kept", async () => {
    const host = fileHost();
    host.files.lock(`${path}.lock`);
    const loading = load(cliProfile(), host);
    await host.clock.advance(100);
    host.files.write(path, config({ oauth_access_token: "theirs", oauth_access_token_expire: now + 9_000 }));
    host.files.unlock(`${path}.lock`);
    await drive(host, loading);
    expect(trail(host)).toEqual([exchange]);
    expect(host.requests[0]?.headers["authorization"]).toBe("Bearer theirs");
  });

  test("a lock that is not released within 5 s: a warning, no write, and the new tokens are kept in memory", async () => {
    const host = fileHost();
    host.files.lock(`${path}.lock`);
    host.clock.jump(4_000);
    const source = cliProfile();
    const warnings: SourceWarning[] = [];
    const keepLocked = (): void => void host.files.lock(`${path}.lock`);
    const loading = source.load(loadContext(host, { warn: (warning) => warnings.push(warning) }));
    for (let second = 0; second < 12; second += 1) {
      keepLocked();
      await host.clock.advance(1_000);
    }
    await loading;
    expect(warnings.map(({ code }) => code)).toContain("config-not-locked");
    expect(host.files.content(path)).toBe(config());
    host.files.unlock(`${path}.lock`);
    await drive(host, load(source, host));
    expect(trail(host)).toEqual([refresh, exchange, exchange]);
  });

  test("a lock left behind is taken over after 10 s", async () => {
    const host = fileHost();
    host.files.lock(`${path}.lock`);
    host.clock.jump(10_000);
    await load(cliProfile(), host);
    expect(written(host)).toMatchObject({ profiles: [{}, { oauth_refresh_token: "refresh-2" }] });
  });

  test("symbolic links are kept, and the lock lies beside the file itself", async () => {
    const host = oauthHost();
    const real = "/dotfiles/config.json";
    host.files.write(real, config()).link(path, real);
    const locked: boolean[] = [];
    host.onRequest((request) => {
      locked.push(host.files.isLocked(`${real}.lock`));
      return request.url.pathname === "/v1/token" ? { body: renewed } : { body: session };
    });
    await load(cliProfile(), host);
    expect(locked).toEqual([true, false]);
    expect(written(host, real)).toMatchObject({ profiles: [{}, { access_key_id: "STS.id" }] });
  });

  test("a write that fails warns and does not fail the load; a spent refresh token is not spent again", async () => {
    const host = fileHost();
    let spent = 0;
    host.onRequest((request) => {
      if (request.url.pathname === "/v1/exchange") return { body: session };
      spent += 1;
      host.files.makeUnreadable(path);
      return { body: { ...renewed, expires_in: 60 * spent } };
    });
    const warnings: SourceWarning[] = [];
    const source = cliProfile();
    await load(source, host, { warn: (warning) => warnings.push(warning) });
    expect(warnings.map(({ code }) => code)).toEqual(["config-not-written", "config-not-written"]);
    host.files.write(path, config());
    await load(source, host);
    const spentTokens = host.requests
      .filter(({ url }) => url.pathname === "/v1/token")
      .map((request) => formOf(request)["refresh_token"]);
    expect(spentTokens).toEqual(["refresh-1", "refresh-2"]);
  });

  test.each<readonly [string, Partial<Host>, readonly string[]]>([
    ["the lock", { lockFile: () => Promise.reject(new Error(canary.password)) }, Array(2).fill("config-not-locked")],
    [
      "the file",
      { writeFileAtomic: () => Promise.reject(new Error(canary.password)) },
      Array(2).fill("config-not-written"),
    ],
    [
      "the lock's release",
      { lockFile: async () => ({ [Symbol.asyncDispose]: () => Promise.reject(new Error(canary.password)) }) },
      Array(2).fill("config-not-unlocked"),
    ],
  ])("3.5: whatever %s fails with never fails the load, and stays out of the warning", async (_what, broken, codes) => {
    const host = Object.assign(fileHost(), broken);
    const warnings: SourceWarning[] = [];
    const credentials = await load(cliProfile(), host, { warn: (warning) => warnings.push(warning) });
    expect(credentials.accessKeyId).toBe("STS.id");
    expect(warnings.map(({ code }) => code)).toEqual(codes);
    expect(JSON.stringify(warnings)).not.toContain(canary.password);
  });

  test("a new login replaces tokens that could not be written, and its own are then kept in turn", async () => {
    const host = fileHost();
    let renewals = 0;
    host.onRequest((request) => {
      if (request.url.pathname === "/v1/exchange") return { body: session };
      renewals += 1;
      return { body: { ...renewed, refresh_token: `renewed-${String(renewals)}`, expires_in: 60 } };
    });
    const source = cliProfile();
    const loadUnwritable = async (): Promise<void> => {
      host.files.lock(`${path}.lock`);
      const loading = load(source, host);
      for (let second = 0; second < 12; second += 1) {
        host.files.lock(`${path}.lock`);
        await host.clock.advance(1_000);
      }
      await loading;
    };
    await loadUnwritable();
    host.files.write(path, config({ oauth_refresh_token: "new-login" }));
    await loadUnwritable();
    await loadUnwritable();
    const spent = host.requests.flatMap((request) => formOf(request)["refresh_token"] ?? []);
    expect(spent).toEqual(["refresh-1", "new-login", "renewed-2"]);
  });

  test("the profile is found by following source_profile", async () => {
    const host = oauthHost();
    const chained = {
      current: "top",
      profiles: [
        { name: "top", mode: "ChainableRamRoleArn", source_profile: "me", ram_role_arn: "acs:ram::1:role/x" },
        profile,
      ],
    };
    host.files.write(path, JSON.stringify(chained));
    host.onRequest((request) => {
      if (request.url.host === "oauth.aliyun.com")
        return { body: request.url.pathname === "/v1/token" ? renewed : session };
      throw networkError(request.url.host);
    });
    expect(await loadFailure(cliProfile(), host)).toMatchObject({ code: "NETWORK" });
    expect(written(host)).toMatchObject({
      profiles: [{ name: "top" }, { oauth_refresh_token: "refresh-2", access_key_id: "STS.id" }],
    });
  });

  test("concurrent first calls refresh once", async () => {
    const host = fileHost();
    await using provider = createProvider(cliProfile(), { host });
    await Promise.all(Array.from({ length: 20 }, () => provider.getCredentials()));
    expect(trail(host)).toEqual([refresh, exchange]);
  });
});
