import { createProvider, type CredentialsEvent, type CredentialsSource } from "@credport/core";
import { assertNoCanary, canary, drive, networkError, scriptedHost, type ScriptedHost } from "@credport/testing";
import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import * as alibabaCloud from "../src/index.js";
import {
  accessKey,
  cliProfile,
  cloudSso,
  createCredentials,
  credentialsUri,
  defaultChain,
  ecsRamRole,
  environment,
  external,
  oauth,
  oidcRoleArn,
  ramRoleArn,
} from "../src/index.js";
import { formOf, inAnHour, queryOf, roleAnswer, session, trail } from "./support/answers.js";
import { failureOf } from "./support/failure-of.js";

const config = "/home/tester/.aliyun/config.json";
const pair = { accessKeyId: "LTAIid", accessKeySecret: canary.accessKeySecret };
const role = { ...pair, roleArn: "acs:ram::1:role/x" };
const ak = { mode: "AK", access_key_id: "LTAIid", access_key_secret: canary.accessKeySecret };
const expiringIn = (seconds: number): string => new Date(Date.UTC(2026, 0, 1, 12) + seconds * 1_000).toISOString();
const sessionFor = (seconds: number): object => ({ ...session, Expiration: expiringIn(seconds) });

/** A host where every service answers well. */
function machine(files: Record<string, string> = {}, env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env, files: { "/token": canary.bearerToken, ...files } });
  host.onRequest(({ method, url }) => {
    if (url.host.startsWith("sts")) return { body: roleAnswer };
    if (url.pathname === "/cloud-credentials") return { body: { CloudCredential: session } };
    if (url.pathname === "/v1/token") return { body: { access_token: "a", refresh_token: "r2", expires_in: 3_600 } };
    if (url.pathname === "/v1/exchange") {
      const { accessKeyId, accessKeySecret } = pair;
      return { body: { accessKeyId, accessKeySecret, securityToken: "t", expiration: inAnHour } };
    }
    if (method === "PUT") return { body: "tok" };
    return { body: url.pathname.endsWith("/security-credentials/") ? "app" : { Code: "Success", ...session } };
  });
  host.onExecFile(() => ({
    stdout: JSON.stringify({ access_key_id: "E", access_key_secret: "s", expiration: inAnHour }),
  }));
  return host;
}

const profiles = (...list: readonly object[]): Record<string, string> => ({
  [config]: JSON.stringify({ current: "me", profiles: list }),
});
const written = (host: ScriptedHost): { profiles: Record<string, unknown>[] } & Record<string, unknown> =>
  JSON.parse(host.files.content(config) ?? "");

const loadingSources: readonly (readonly [name: string, source: () => CredentialsSource, work: number])[] = [
  ["ram_role_arn", () => ramRoleArn(role), 1],
  ["oidc_role_arn", () => oidcRoleArn({ roleArn: "r", oidcProviderArn: "p", oidcTokenFilePath: "/token" }), 1],
  ["ecs_ram_role", () => ecsRamRole(), 3],
  ["credential_uri", () => credentialsUri({ credentialsURI: "http://127.0.0.1/" }), 1],
  [
    "cloud_sso",
    () =>
      cloudSso({
        signInUrl: "https://s/",
        accountId: "1",
        accessConfig: "a",
        accessToken: "t",
        accessTokenExpire: 2e9,
      }),
    1,
  ],
  ["oauth", () => oauth({ siteType: "CN", refreshToken: "r" }), 2],
  ["external", () => external({ processCommand: "tool" }), 1],
  ["default", () => defaultChain(), 3],
];

describe("7: the faults of the official tools", () => {
  test.each(loadingSources)("F1: 20 concurrent first calls of %s are one load", async (_name, source, work) => {
    const host = machine();
    await using provider = createProvider(source(), { host });
    await Promise.all(Array.from({ length: 20 }, () => provider.getCredentials()));
    expect(host.requests.length + host.commands.length).toBe(work);
    await provider.getCredentials();
    expect(host.requests.length + host.commands.length).toBe(work);
  });

  test("F2 and F3: a valid credential is served while refreshing fails, an expired one never", async () => {
    const host = machine();
    await using provider = createProvider(ramRoleArn(role), { host });
    await provider.getCredentials();
    host.onRequest(() => ({ status: 500 }));
    await host.clock.advance(3_430_000);
    expect((await drive(host, provider.getCredentials())).accessKeyId).toBe("STS.id");
    expect(host.requests.length).toBeGreaterThan(1);
    await host.clock.advance(170_000);
    expect(await failureOf(() => provider.getCredentials())).toMatchObject({ code: "EXPIRED" });
    expect(provider.peek()).toBeUndefined();
  });

  test("F4: 900-second roles are not fetched anew at each call, nor the ECS role's in its last hour", async () => {
    const host = machine();
    host.onRequest(({ method, url }) => {
      if (method === "PUT") return { body: "tok" };
      const Credentials = sessionFor(900);
      return { body: url.host.startsWith("sts") ? { Credentials } : { Code: "Success", ...sessionFor(3_500) } };
    });
    await using short = createProvider(ramRoleArn({ ...role, roleSessionExpiration: 900 }), { host });
    await using instance = createProvider(ecsRamRole({ roleName: "app" }), { host });
    for (let call = 0; call < 10; call += 1) {
      await short.getCredentials();
      await instance.getCredentials();
    }
    expect(host.requests).toHaveLength(1 + 2);
  });

  test("F5: a chain that failed walks again from its beginning, and calls no host that nobody named", async () => {
    const host = machine();
    host.onRequest(({ url }) => {
      throw networkError(url.host);
    });
    await using provider = createProvider(defaultChain(), { host });
    expect((await failureOf(() => provider.getCredentials())).attempts).toHaveLength(7);
    expect(new Set(host.requests.map(({ url }) => url.host))).toEqual(new Set(["100.100.100.200"]));
    host.environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "late");
    host.environment.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s");
    await host.clock.advance(60_000);
    expect((await provider.getCredentials()).identity.source).toBe("default/env");
  });

  test("F6: printed, a provider, its source and its credentials show no secret and no whole key id", async () => {
    const host = machine();
    await using provider = createCredentials({ type: "ram_role_arn", ...role }, { host });
    const source = ramRoleArn(role);
    const credentials = await provider.getCredentials();
    for (const value of [provider, source, accessKey(pair), credentials]) {
      assertNoCanary(value);
      expect(inspect(value)).not.toContain("LTAIid");
    }
  });

  test("F7: a rewritten config.json keeps what it does not know, at the path that was read", async () => {
    const path = "/elsewhere.json";
    const profile = {
      name: "me",
      mode: "OAuth",
      oauth_site_type: "CN",
      oauth_refresh_token: "r1",
      output_format: "json",
    };
    const content = { current: "me", profiles: [{ name: "x", bearer_token: "b" }, profile], meta_path: "m" };
    const host = machine({ [path]: JSON.stringify(content) }, { ALIBABA_CLOUD_CONFIG_FILE: path });
    await drive(host, createProvider(cliProfile(), { host }).getCredentials());
    const after = JSON.parse(host.files.content(path) ?? "");
    expect(after).toMatchObject({ ...content, profiles: [content.profiles[0], { output_format: "json" }] });
    expect(Object.keys(after.profiles[0])).toEqual(["name", "bearer_token"]);
    expect(host.files.content(config)).toBeUndefined();
  });

  test("F8: what a program prints is not written into any profile", async () => {
    const host = machine(
      profiles(
        { name: "me", mode: "ChainableRamRoleArn", source_profile: "ext", ram_role_arn: "r" },
        { name: "ext", mode: "External", process_command: "tool" },
      ),
    );
    const before = host.files.content(config);
    await createProvider(cliProfile(), { host }).getCredentials();
    expect(host.files.content(config)).toBe(before);
  });

  test("F9: CloudSSO is sent its JSON body", async () => {
    const host = machine();
    const options = {
      signInUrl: "https://s/",
      accountId: "1",
      accessConfig: "a",
      accessToken: "t",
      accessTokenExpire: 2e9,
    };
    await createProvider(cloudSso(options), { host }).getCredentials();
    expect(host.requests[0]?.body).toBe('{"AccountId":"1","AccessConfigurationId":"a"}');
  });

  test("F10 and F11: whatever a service answers is a CredentialsError", async () => {
    for (const status of [200, 400]) {
      for (const body of [
        "",
        "null",
        "[]",
        "{}",
        '{"Credentials":[]}',
        '{"Code":"SignatureDoesNotMatch"}',
        '{"Code":1}',
      ]) {
        for (const [, source] of loadingSources.slice(0, 6)) {
          const host = machine();
          host.onRequest(({ method }) => (method === "PUT" ? { body: "tok" } : { status, body }));
          await using provider = createProvider(source(), { host });
          expect((await failureOf(() => provider.getCredentials())).code).not.toBe("SOURCE_FAILED");
        }
      }
    }
  });

  test("F12: a loop of profiles is found", async () => {
    const link = { mode: "ChainableRamRoleArn", ram_role_arn: "r" };
    const host = machine(
      profiles({ ...link, name: "me", source_profile: "b" }, { ...link, name: "b", source_profile: "me" }),
    );
    const provider = createProvider(cliProfile(), { host });
    expect(await failureOf(() => provider.getCredentials())).toMatchObject({ code: "PROFILE_LOOP" });
  });

  test("F13: a rotated refresh token survives an exchange that fails", async () => {
    const host = machine(profiles({ name: "me", mode: "OAuth", oauth_site_type: "CN", oauth_refresh_token: "r1" }));
    const answers = { "/v1/token": { body: { access_token: "a", refresh_token: "r2" } } };
    host.onRequest(({ url }) => (url.pathname === "/v1/token" ? answers["/v1/token"] : { status: 500 }));
    await failureOf(() => createProvider(cliProfile(), { host }).getCredentials());
    expect(written(host).profiles[0]).toMatchObject({ oauth_refresh_token: "r2", oauth_access_token: "a" });
  });

  test("F14 and F22: an empty token is no way to v1 where v1 is off; tokens are put, and one serves every GET", async () => {
    const host = machine();
    await createProvider(ecsRamRole(), { host }).getCredentials();
    expect(trail(host).filter((each) => each.startsWith("PUT"))).toHaveLength(1);
    const hardened = machine();
    hardened.onRequest(() => ({ body: "" }));
    const provider = createProvider(ecsRamRole({ disableIMDSv1: true }), { host: hardened });
    await failureOf(() => provider.getCredentials());
    expect(trail(hardened)).toEqual(["PUT /latest/api/token"]);
  });

  test("F15: calls can be aborted, events tell, no timer is left, a provider can be closed", async () => {
    const host = machine();
    const provider = createProvider(ramRoleArn(role), { host });
    const events: CredentialsEvent[] = [];
    provider.subscribe((event) => events.push(event));
    await provider.getCredentials();
    expect(events.map(({ type }) => type)).toEqual(["rotated"]);
    expect(host.clock.pending).toBe(0);
    const aborted = provider.getCredentials({ signal: AbortSignal.abort() });
    expect(await failureOf(() => aborted)).toMatchObject({ code: "ABORTED" });
    await provider[Symbol.asyncDispose]();
    expect(await failureOf(() => provider.getCredentials())).toMatchObject({ code: "DISPOSED" });
  });

  test("F16 and F20: named exports of ES modules, every source composable", async () => {
    expect(alibabaCloud).not.toHaveProperty("default");
    const host = machine();
    for (const [name, base] of loadingSources) {
      const { identity } = await createProvider(ramRoleArn({ base: base(), roleArn: "r" }), { host }).getCredentials();
      expect(identity.source).toMatch(new RegExp(`^ram_role_arn/${name}`));
    }
  });

  test("F17: a user agent everywhere; a proxy for STS, never for the metadata service", async () => {
    const host = machine();
    const proxy = "http://proxy:3128";
    await createProvider(ramRoleArn({ ...role, proxy }), { host }).getCredentials();
    await createProvider(ecsRamRole({ proxy }), { host }).getCredentials();
    for (const { headers } of host.requests)
      expect(headers["user-agent"]).toMatch(/^AlibabaCloud \(linux; x64\) Node\.js\//);
    expect(host.requests.map(({ original }) => original.proxy)).toEqual([proxy, "none", "none", "none"]);
  });

  test("F18: policy, external id and duration of a profile are sent", async () => {
    const fields = { ram_role_arn: "r", policy: "{}", external_id: "e", expired_seconds: 1_000 };
    const host = machine(profiles({ ...ak, ...fields, name: "me", mode: "RamRoleArn" }));
    await createProvider(cliProfile(), { host }).getCredentials();
    expect(formOf(host.requests[0])).toMatchObject({ Policy: "{}", ExternalId: "e", DurationSeconds: "1000" });
  });

  test("F19: the parts of a key come from one place", async () => {
    const host = machine({}, { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "other", ALIBABA_CLOUD_SECURITY_TOKEN: "other" });
    await createProvider(ramRoleArn(role), { host }).getCredentials();
    expect(queryOf(host.requests[0])).not.toHaveProperty("SecurityToken");
    expect(() => accessKey({ accessKeyId: "LTAIid" })).toThrow("accessKeySecret");
  });

  test("F21: id, secret and token are always those of one session, across a refresh too", async () => {
    let issued = 0;
    const host = machine();
    host.onRequest(() => {
      issued += 1;
      const mark = String(issued);
      const Credentials = {
        AccessKeyId: mark,
        AccessKeySecret: mark,
        SecurityToken: mark,
        Expiration: expiringIn(3_600),
      };
      return { body: { Credentials } };
    });
    await using provider = createProvider(ramRoleArn(role), { host });
    const held = await provider.getCredentials();
    const other = await provider.getCredentials({ refresh: "force" });
    for (const { accessKeyId, accessKeySecret, securityToken } of [held, other])
      expect([accessKeySecret, securityToken]).toEqual([accessKeyId, accessKeyId]);
    expect([held.accessKeyId, other.accessKeyId]).toEqual(["1", "2"]);
    expect(() => Object.assign(held, { accessKeyId: "3" })).toThrow(TypeError);
  });

  test("F23: nothing is depended on but what is declared", async () => {
    const { dependencies } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
    expect(Object.keys(dependencies)).toEqual(["@credport/core", "@credport/node"]);
  });

  test("F24: a refresh that failed poisons nothing: the next success clears it", async () => {
    const host = machine({}, { ALIBABA_CLOUD_ACCESS_KEY_ID: "a", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "b" });
    await using provider = createProvider(ramRoleArn({ base: environment(), roleArn: "r" }), { host });
    host.onRequest(() => ({ status: 503 }));
    await failureOf(() => provider.getCredentials());
    host.onRequest(() => ({ body: roleAnswer }));
    await host.clock.advance(1_000);
    await provider.getCredentials();
    expect(provider.status()).toMatchObject({ state: "fresh", failures: 0 });
  });
});
