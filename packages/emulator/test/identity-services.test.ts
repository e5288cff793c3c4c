import PopCore from "@alicloud/pop-core";
import { mkdtemp, readFile, readlink, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmulator, type Emulator, type Role } from "../src/index.js";

// CommonJS packages whose class is `exports.default`; `require` gives the same shape under every test runner.
const require = createRequire(import.meta.url);
const openApi: typeof import("@alicloud/openapi-core", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/openapi-core");
const ecs: typeof import("@alicloud/ecs20140526", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/ecs20140526");
const credentials: typeof import("@alicloud/credentials", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/credentials");

const ROLES = "/latest/meta-data/ram/security-credentials/";
const HOUR = 3_600_000;

let emulator: Emulator<"credentialsUri" | "ecs" | "metadata" | "oauth" | "oidc" | "sso" | "sts">;
let role: Role;

beforeEach(async () => {
  emulator = await startEmulator({
    services: ["credentialsUri", "ecs", "metadata", "oauth", "oidc", "sso", "sts"],
  });
  role = emulator.accounts.createRole({ name: "app" });
});

afterEach(() => emulator.close());

async function fieldsOf(response: Response): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = JSON.parse(await response.text());
  return fields;
}

/** Whether these fields are a session that the account knows and that is still good. */
function isGood(fields: Record<string, unknown>): boolean {
  const accessKeyId = String(fields["AccessKeyId"] ?? fields["accessKeyId"]);
  const securityToken = String(fields["SecurityToken"] ?? fields["securityToken"]);
  return emulator.accounts.lookup(accessKeyId, securityToken, emulator.clock.now()).rejection === undefined;
}

describe("ECS", () => {
  const hangzhou = {
    RegionId: "cn-hangzhou",
    LocalName: "China (Hangzhou)",
    RegionEndpoint: "ecs.cn-hangzhou.aliyuncs.com",
  };

  test("answers DescribeRegions to the generated SDK, which signs with ACS3", async () => {
    const config = new openApi.$OpenApiUtil.Config({
      ...emulator.accounts.createUser(),
      endpoint: emulator.ecs.host,
      protocol: "http",
    });
    const request = new ecs.DescribeRegionsRequest({ acceptLanguage: "en-US" });
    const { body } = await new ecs.default(config).describeRegions(request);
    expect(body?.regions?.region?.[0]).toMatchObject({ regionId: "cn-hangzhou", localName: hangzhou.LocalName });
  });

  test("answers it to pop-core, which signs with RPC 1.0", async () => {
    const client = new PopCore({
      ...emulator.accounts.createUser(),
      endpoint: emulator.ecs.url,
      apiVersion: "2014-05-26",
    });
    const answer = await client.request<{ Regions: { Region: object[] } }>("DescribeRegions", {
      AcceptLanguage: "en-US",
    });
    expect(answer.Regions.Region).toContainEqual(hangzhou);
  });

  test("refuses a wrong secret and an unknown language", async () => {
    const user = emulator.accounts.createUser();
    const client = (accessKeySecret: string): PopCore =>
      new PopCore({ ...user, accessKeySecret, endpoint: emulator.ecs.url, apiVersion: "2014-05-26" });
    await expect(client("wrong").request("DescribeRegions", {})).rejects.toMatchObject({
      code: "SignatureDoesNotMatch",
    });
    await expect(
      client(user.accessKeySecret).request("DescribeRegions", { AcceptLanguage: "xx" }),
    ).rejects.toMatchObject({ code: "InvalidParameter.AcceptLanguage" });
  });
});

describe("instance metadata", () => {
  const token = (seconds: string): Promise<Response> =>
    fetch(`${emulator.metadata.url}/latest/api/token`, {
      method: "PUT",
      headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": seconds },
    });
  const get = (path: string, value?: string): Promise<Response> =>
    fetch(emulator.metadata.url + path, {
      headers: value === undefined ? {} : { "x-aliyun-ecs-metadata-token": value },
    });

  beforeEach(() => {
    emulator.metadata.role = role;
  });

  test("gives a token, the role's name and a session, repeated until it is nearly over", async () => {
    const value = await (await token("21600")).text();
    expect(await (await get(ROLES, value)).text()).toBe("app");
    const first = await fieldsOf(await get(`${ROLES}app`, value));
    expect(first).toMatchObject({ Code: "Success" });
    expect(isGood(first)).toBe(true);
    emulator.clock.advance(5 * HOUR);
    expect(await fieldsOf(await get(`${ROLES}app`, value))).toEqual(first);
    emulator.clock.advance(0.75 * HOUR);
    expect(await fieldsOf(await get(`${ROLES}app`, value))).not.toEqual(first);
  });

  test("refuses a token that is over, unknown, or asked for with a wrong lifetime", async () => {
    const value = await (await token("60")).text();
    emulator.clock.advance(60_000);
    expect((await get(ROLES, value)).status).toBe(401);
    expect((await get(ROLES, "made-up")).status).toBe(401);
    expect((await token("0")).status).toBe(400);
    expect((await token("21601")).status).toBe(400);
  });

  test.each([
    { mode: "both", tokenStatus: 200, plainStatus: 200 },
    { mode: "v2-only", tokenStatus: 200, plainStatus: 403 },
    { mode: "v1-only", tokenStatus: 405, plainStatus: 200 },
  ] as const)(
    "$mode: $tokenStatus for a token, $plainStatus without one",
    async ({ mode, tokenStatus, plainStatus }) => {
      emulator.metadata.mode = mode;
      expect((await token("21600")).status).toBe(tokenStatus);
      expect((await get(ROLES)).status).toBe(plainStatus);
    },
  );

  test("follows a change of role, and has nothing without one", async () => {
    emulator.metadata.role = emulator.accounts.createRole({ name: "other" });
    expect(await (await get(ROLES)).text()).toBe("other");
    expect((await get(`${ROLES}app`)).status).toBe(404);
    expect((await get(`${ROLES}%zz`)).status).toBe(404);
    emulator.metadata.role = undefined;
    expect((await get(ROLES)).status).toBe(404);
  });
});

describe("OIDC issuer and AssumeRoleWithOIDC", () => {
  const assume = (oidcToken: string, changes: Record<string, string> = {}): Promise<Response> =>
    fetch(`${emulator.sts.url}/?Action=AssumeRoleWithOIDC&Version=2015-04-01&Format=JSON`, {
      method: "POST",
      body: new URLSearchParams({
        RoleArn: role.arn,
        OIDCProviderArn: emulator.oidc.providerArn,
        OIDCToken: oidcToken,
        RoleSessionName: "pod",
        DurationSeconds: "3600",
        ...changes,
      }),
    });

  test("exchanges a projected token for a session", async () => {
    const directory = await mkdtemp(join(tmpdir(), "credport-"));
    try {
      const file = await emulator.oidc.projectToken(directory);
      const first = await readFile(file, "utf8");
      const answer = await fieldsOf(await assume(first));
      expect(isGood(Object(answer["Credentials"]))).toBe(true);
      expect(answer["OIDCTokenInfo"]).toMatchObject({ Subject: "system:serviceaccount:default:app" });

      const target = await readlink(join(directory, "..data"));
      emulator.clock.advance(1000);
      await emulator.oidc.projectToken(directory);
      expect(await readFile(file, "utf8")).not.toBe(first);
      expect(await readlink(join(directory, "..data"))).not.toBe(target);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test.each([
    { what: "a forged token", code: "AuthenticationFail.OIDCToken.Invalid", token: () => "e30.e30.e30", changes: {} },
    {
      what: "a token for somebody else",
      code: "AuthenticationFail.OIDCToken.Invalid",
      token: () => emulator.oidc.issueToken({ audience: "another" }),
      changes: {},
    },
    {
      what: "an expired token",
      code: "AuthenticationFail.OIDCToken.Expired",
      token: () => emulator.oidc.issueToken({ lifetime: -1 }),
      changes: {},
    },
    {
      what: "an unknown provider",
      code: "EntityNotExist.OIDCProvider",
      token: () => emulator.oidc.issueToken(),
      changes: { OIDCProviderArn: "acs:ram::1:oidc-provider/none" },
    },
  ])("refuses $what with $code", async ({ code, token, changes }) => {
    const response = await assume(await token(), changes);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await fieldsOf(response)).toMatchObject({ Code: code });
  });

  test("publishes the key its tokens are signed with", async () => {
    const keys = await fieldsOf(await fetch(`${emulator.oidc.url}/keys`));
    expect(keys["keys"]).toEqual([expect.objectContaining({ kty: "RSA", use: "sig", alg: "RS256" })]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });
});

describe("credentials URI", () => {
  test("serves the official credentials tool", async () => {
    emulator.credentialsUri.role = role;
    const config = new credentials.Config({
      type: "credentials_uri",
      credentialsURI: `${emulator.credentialsUri.url}/any/path`,
    });
    const model = await new credentials.default(config).getCredential();
    expect(isGood({ AccessKeyId: model.accessKeyId, SecurityToken: model.securityToken })).toBe(true);
  });

  test("answers 404 without a role", async () => {
    expect((await fetch(emulator.credentialsUri.url)).status).toBe(404);
  });
});

describe("CloudSSO", () => {
  const call = (accessToken: string, AccountId: string): Promise<Response> =>
    fetch(`${emulator.sso.url}/cloud-credentials`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify({ AccountId, AccessConfigurationId: "ac-1" }),
    });

  test("gives a session for the account and configuration that were granted, until the sign-in is over", async () => {
    const grant = { role, accountId: "42", accessConfigurationId: "ac-1", lifetime: 600 };
    const { accessToken } = emulator.sso.signIn(grant);
    expect(isGood(Object((await fieldsOf(await call(accessToken, "42")))["CloudCredential"]))).toBe(true);
    expect((await call(accessToken, "43")).status).toBe(403);
    expect((await call("made-up", "42")).status).toBe(401);
    emulator.clock.advance(600_000);
    expect((await call(accessToken, "42")).status).toBe(401);
  });
});

describe("OAuth", () => {
  const refresh = (refresh_token: string, client_id = "4038181954557748008"): Promise<Response> =>
    fetch(`${emulator.oauth.url}/v1/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "refresh_token", refresh_token, client_id }),
    });
  const exchange = (accessToken: string): Promise<Response> =>
    fetch(`${emulator.oauth.url}/v1/exchange`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}` },
    });

  test("refreshes once per refresh token and exchanges access tokens for sessions", async () => {
    const login = emulator.oauth.logIn(role);
    expect(isGood(await fieldsOf(await exchange(login.accessToken)))).toBe(true);
    const next = await fieldsOf(await refresh(login.refreshToken));
    expect(isGood(await fieldsOf(await exchange(String(next["access_token"]))))).toBe(true);
    expect(await fieldsOf(await refresh(login.refreshToken))).toMatchObject({ error: "invalid_grant" });
  });

  test("refuses an access token that is over and an unknown client", async () => {
    const login = emulator.oauth.logIn(role);
    emulator.clock.advance(4 * HOUR);
    expect((await exchange(login.accessToken)).status).toBe(401);
    expect(await fieldsOf(await refresh(login.refreshToken, "1"))).toMatchObject({ error: "invalid_client" });
  });
});
