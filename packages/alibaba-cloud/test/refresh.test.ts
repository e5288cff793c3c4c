import { createProvider } from "@credport/core";
import { canary, drive, FakeClock, scriptedHost, type ScriptedHost, type ScriptedResponse } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { accessKey, defaultChain, environment, external, oidcRoleArn, ramRoleArn, signRpc, sts } from "../src/index.js";
import { formOf, queryOf, roleAnswer, session } from "./support/answers.js";
import { failureOf } from "./support/failure-of.js";

const role = { accessKeyId: "LTAIid", accessKeySecret: canary.accessKeySecret, roleArn: "acs:ram::1:role/x" };
const at = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** STS that issues numbered sessions of this length. */
function issuing(seconds: number, changes: () => ScriptedResponse = () => ({})): ScriptedHost {
  const host = scriptedHost();
  let issued = 0;
  host.onRequest(() => {
    issued += 1;
    const Credentials = {
      ...session,
      AccessKeyId: `STS.${String(issued)}`,
      Expiration: at(host.now() + seconds * 1_000),
    };
    return { body: { Credentials }, ...changes() };
  });
  return host;
}

describe("4.4 and 9.4: refreshing, with a session of an hour and the jitter in the middle", () => {
  test("at 1000 s left nothing; at 400 s the cached one at once and one refresh behind it; at 100 s callers wait", async () => {
    const host = issuing(3_600);
    await using provider = createProvider(ramRoleArn(role), { host });
    await provider.getCredentials();
    await host.clock.advance(2_600_000);
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.1");
    expect(host.requests).toHaveLength(1);
    await host.clock.advance(600_000);
    const behind = await Promise.all([provider.getCredentials(), provider.getCredentials()]);
    expect(behind.map(({ accessKeyId }) => accessKeyId)).toEqual(["STS.1", "STS.1"]);
    await host.clock.advance(0);
    expect(host.requests).toHaveLength(2);
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.2");
    await host.clock.advance(3_500_000);
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.3");
    expect(host.requests).toHaveLength(3);
  });

  test("in the last moments callers wait 5 s at most, and then get the old one while it is good", async () => {
    const host = issuing(3_600);
    await using provider = createProvider(ramRoleArn(role), { host });
    await provider.getCredentials();
    await host.clock.advance(3_500_000);
    host.onRequest(() => new Promise(() => undefined));
    let served: string | undefined;
    void provider.getCredentials().then(({ accessKeyId }) => (served = accessKeyId));
    await host.clock.advance(4_999);
    expect(served).toBeUndefined();
    await host.clock.advance(1);
    expect(served).toBe("STS.1");
  });

  test("a failed parse never replaces the session that is cached", async () => {
    const host = issuing(3_600);
    await using provider = createProvider(ramRoleArn(role), { host });
    const held = await provider.getCredentials();
    for (const body of [
      "{",
      "{}",
      { Credentials: { ...session, SecurityToken: "" } },
      { Credentials: { ...session, Expiration: "x" } },
    ]) {
      host.onRequest(() => ({ body }));
      await host.clock.advance(10_000);
      await provider.getCredentials({ refresh: "force" }).catch(() => undefined);
      expect(provider.status().lastError?.code).toMatch(/RESPONSE|EXPIRATION/);
      expect(provider.peek()).toBe(held);
    }
  });

  test("expired on arrival is judged after rebasing by the Date header", async () => {
    const late = issuing(-3_600, () => ({ headers: { Date: "Thu, 01 Jan 2026 10:00:00 GMT" } }));
    await using rebased = createProvider(ramRoleArn(role), { host: late });
    expect((await rebased.getCredentials()).expiration).toEqual(new Date("2026-01-01T13:00:00Z"));
    expect(rebased.status().clockSkew).toBe(-7_200_000);
    const dead = issuing(-3_600, () => ({ headers: { Date: "Thu, 01 Jan 2026 12:00:00 GMT" } }));
    await using refused = createProvider(ramRoleArn(role), { host: dead });
    const error = await failureOf(() => refused.getCredentials());
    expect(error.code).toBe("EXPIRED");
    for (const part of ["2026-01-01T11:00:00", "2026-01-01T12:00:00", "clock"]) expect(error.message).toContain(part);
  });

  test("what does not expire is loaded once, and again when it is forced or was refused", async () => {
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "one",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s",
      ALIBABA_CLOUD_SECURITY_TOKEN: "t",
    };
    for (const source of [environment(), accessKey(), sts(), defaultChain()]) {
      const host = scriptedHost({ env });
      await using provider = createProvider(source, { host });
      const first = await provider.getCredentials();
      host.environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "two");
      await host.clock.advance(86_400_000);
      expect((await provider.getCredentials()).accessKeyId).toBe("one");
      expect((await provider.getCredentials({ refresh: "force" })).accessKeyId).toBe("two");
      host.environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "three");
      await host.clock.advance(10_000);
      expect(provider.invalidate(first)).toBe("already-replaced");
      expect(provider.invalidate(await provider.getCredentials())).toBe("invalidated");
      expect((await provider.getCredentials()).accessKeyId).toBe("three");
    }
  });

  test("a program without an expiration signs a role that has one: it runs when the role is refreshed, not at each call", async () => {
    const host = issuing(3_600);
    host.onExecFile(() => ({ stdout: JSON.stringify({ access_key_id: "E", access_key_secret: "s" }) }));
    const base = external({ processCommand: "tool" });
    await using provider = createProvider(ramRoleArn({ base, roleArn: "r" }), { host });
    await provider.getCredentials();
    await provider.getCredentials();
    expect(host.commands).toHaveLength(1);
    await provider.getCredentials({ refresh: "force" });
    expect(host.commands).toHaveLength(2);
  });
});

describe("2.1: the worked vectors, as AssumeRole sends them", () => {
  const policy = '{"Version":"1","Statement":[{"Effect":"Allow","Action":["oss:*"],"Resource":["*"]}]}';
  test.each([
    [
      "2024-01-02T03:04:05Z",
      Uint8Array.from({ length: 16 }, (_, index) => (index === 15 ? 1 : 0)),
      {
        accessKeyId: "testAkId",
        accessKeySecret: "testAkSecret",
        roleArn: "acs:ram::123456789012:role/demo",
        roleSessionName: "unit-test",
      },
      "WRfVUKYcoqp3fKYO8ujvpsxOpzc=",
    ],
    [
      "2024-12-31T23:59:59Z",
      new Uint8Array(16).fill(255),
      {
        accessKeyId: "STS.abc",
        accessKeySecret: "s/e+c=ret",
        securityToken: "CAIS+/=token~*",
        roleArn: "acs:ram::1:role/r-1",
        policy,
        externalId: "ext id('1')!",
        roleSessionName: "会话 a+b",
        roleSessionExpiration: 900,
      },
      "D+HCXi/W0O0vKkAZxycqUrLo0fI=",
    ],
  ])("of %s", async (instant, nonce, options, signature) => {
    const clock = new FakeClock(Date.parse(instant));
    const host = scriptedHost({ clock });
    host.onRequest(() => ({ body: roleAnswer }));
    const frozen = { ...host, randomBytes: () => nonce };
    await createProvider(ramRoleArn(options), { host: frozen }).getCredentials();
    expect(queryOf(host.requests[0])).toMatchObject({ Timestamp: instant, Signature: signature });
  });
});

test("2.2: AssumeRoleWithOIDC carries no key, no signature and no nonce", async () => {
  const host = scriptedHost({ files: { "/token": `${canary.bearerToken}\n` } });
  host.onRequest(() => ({ body: roleAnswer }));
  const source = oidcRoleArn({ roleArn: "r", oidcProviderArn: "p", oidcTokenFilePath: "/token" });
  await drive(host, createProvider(source, { host }).getCredentials());
  const sent = Object.keys({ ...queryOf(host.requests[0]), ...formOf(host.requests[0]) });
  expect(sent.filter((name) => /AccessKeyId|Signature|SecurityToken/.test(name))).toEqual([]);
  expect(host.requests[0]?.headers).not.toHaveProperty("x-acs-credentials-provider");
});

test("2.1: the body's encoding is none of the signature's business, its order neither", () => {
  const parameters = { b: "x y", a: "1" };
  const { signature } = signRpc({ method: "POST", parameters, accessKeySecret: "s" });
  expect(signRpc({ method: "POST", parameters: { a: "1", b: "x y" }, accessKeySecret: "s" }).signature).toBe(signature);
});
