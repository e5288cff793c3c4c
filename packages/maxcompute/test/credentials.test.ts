import { inspect } from "node:util";
import {
  createAccessKeyCredentials,
  createBearerCredentials,
  createProvider,
  staticSource,
  type CredentialsProvider,
} from "@credport/core";
import { assertNoCanary, canary, scriptedSource } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorAnswer } from "./support/loopback-service.js";
import { keyPair, setUp, taskXml, type Setup } from "./support/setup.js";
import {
  AliyunAccount,
  AppAccount,
  BearerAccount,
  bearerExpiration,
  StsAccount,
  type MaxComputeAccount,
} from "../src/index.js";

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(async () => {
  await setup[Symbol.asyncDispose]();
});

/** A provider of sessions that live for a while by the common clock; each is known to the service. */
function sessions(
  lifetime: number,
  options: { readonly served?: number } = {},
): { provider: CredentialsProvider; loads: () => number } {
  const source = scriptedSource((context, load) => {
    const now = context.host.now();
    const key = { secret: `secret-${load}`, token: `token-${load}` };
    setup.service.keys.set(`STS.${load}`, { ...key, expiresAt: now + (options.served ?? lifetime) });
    return createAccessKeyCredentials({
      accessKeyId: `STS.${load}`,
      accessKeySecret: key.secret,
      securityToken: key.token,
      expiration: new Date(now + lifetime),
      source: "scripted",
    });
  });
  return { provider: createProvider(source, { host: setup.host }), loads: () => source.loads };
}

/** Submissions are numbered; an instance runs for a number of polls. */
function runQueries(polls: number): void {
  const seen = new Map<string, number>();
  let submitted = 0;
  setup.service.on((call) => {
    if (call.method === "POST") return { status: 201, headers: { location: `/instances/i${++submitted}` } };
    if (call.query.has("result"))
      return {
        body: '<Instance><Tasks><Task Type="SQL"><Name>AnonymousSQLTask</Name><Result Format="text">done</Result></Task></Tasks></Instance>',
      };
    const count = (seen.get(call.path) ?? 0) + 1;
    seen.set(call.path, count);
    return { body: taskXml(count < polls ? "RUNNING" : "SUCCESS") };
  });
}

describe("6 credentials across a long query", () => {
  it("outlives three tokens without a refusal", async () => {
    runQueries(60);
    const { provider, loads } = sessions(90_000);
    const odps = setup.client({ account: StsAccount.fromProvider(provider) });
    const instance = await odps.execSql("select 1");
    await instance.wait();
    expect((await instance.results()).text).toBe("done");
    expect(loads()).toBeGreaterThanOrEqual(4);
    expect(setup.service.refusals).toEqual([]);
  });

  it("outlives tokens that the service refuses early, with one load for each", async () => {
    runQueries(40);
    const { provider, loads } = sessions(3_600_000, { served: 45_000 });
    const odps = setup.client({ account: StsAccount.fromProvider(provider) });
    const instance = await odps.execSql("select 1");
    await instance.wait();
    expect(loads()).toBeGreaterThanOrEqual(4);
    expect(setup.service.refusals.map(({ code }) => code)).toEqual(
      Array.from({ length: loads() - 1 }, () => "AuthenticationRequestExpired"),
    );
    expect(setup.service.calls.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("asks once for each rotation, whatever the number of queries", async () => {
    runQueries(30);
    const { provider, loads } = sessions(3_600_000);
    const odps = setup.client({ account: StsAccount.fromProvider(provider) });
    await Promise.all(Array.from({ length: 50 }, async () => (await odps.execSql("select 1")).wait()));
    expect(loads()).toBe(1);
    expect(setup.service.refusals).toEqual([]);
  });

  it("refreshes once for fifty refusals at once, of two clients", async () => {
    runQueries(2);
    const { provider, loads } = sessions(3_600_000);
    const clients = [
      setup.client({ account: StsAccount.fromProvider(provider) }),
      setup.client({ account: StsAccount.fromProvider(provider, { region: "cn-x" }) }),
    ];
    await clients[0]?.instances.get("warm").wait();
    setup.service.keys.delete("STS.1");
    await Promise.all(
      clients.flatMap((odps) => Array.from({ length: 25 }, (_, index) => odps.instances.get(`i${index}`).tasks())),
    );
    expect(loads()).toBe(2);
    expect(setup.service.refusals.length).toBeGreaterThanOrEqual(1);
  });

  it("retries a submission the service refused before it ran it", async () => {
    runQueries(1);
    const { provider, loads } = sessions(3_600_000, { served: -1 });
    const odps = setup.client({ account: StsAccount.fromProvider(provider) });
    await provider.getCredentials();
    setup.service.keys.set("STS.2", { secret: "secret-2", token: "token-2" });
    await expect(odps.execSql("select 1")).rejects.toMatchObject({ kind: "auth-expired" });
    expect(loads()).toBe(2);
    const posts = setup.service.calls.filter(({ method }) => method === "POST");
    expect(new Set(posts.map(({ body }) => body.toString())).size).toBe(1);
    expect(posts).toHaveLength(2);
  });

  it("throws at once for keys that never change", async () => {
    setup.service.keys.clear();
    await expect(setup.odps.projects.get()).rejects.toMatchObject({ kind: "auth-invalid", odpsCode: "ODPS-0410051" });
    const provider = createProvider(staticSource(createAccessKeyCredentials({ ...keyPair, source: "static" })), {
      host: setup.host,
    });
    await expect(setup.client({ account: StsAccount.fromProvider(provider) }).projects.get()).rejects.toMatchObject({
      kind: "auth-invalid",
    });
    expect(setup.service.calls).toHaveLength(2);
  });

  it("reads a custom provider for every request, and again after a refusal", async () => {
    runQueries(1);
    let reads = 0;
    setup.service.keys.set("STS.9", { secret: "s", token: "t" });
    const provider = {
      getType: () => "Custom",
      getCredential: () => ({
        accessKeyId: ++reads > 2 ? "STS.9" : "STS.gone",
        accessKeySecret: "s",
        securityToken: "t",
      }),
    };
    const odps = setup.client({ account: StsAccount.fromCustomProvider(provider) });
    await expect(odps.instances.get("a").tasks()).rejects.toMatchObject({ kind: "auth-invalid" });
    await odps.instances.get("a").tasks();
    expect(reads).toBe(3);
    expect(setup.service.calls.at(-1)?.headers["authorization-sts-token"]).toBe("t");
  });

  it("sends nothing when the provider fails, and passes its error on", async () => {
    const failure = new Error("no credentials today");
    const odps = setup.client({ account: StsAccount.fromProvider({ getCredentials: () => Promise.reject(failure) }) });
    await expect(odps.projects.get()).rejects.toBe(failure);
    expect(setup.service.calls).toEqual([]);
  });

  it("never signs with an expired credential", async () => {
    const expired = {
      accessKeyId: "a",
      accessKeySecret: "b",
      securityToken: "c",
      expiration: new Date(setup.host.now()),
    };
    const asked: unknown[] = [];
    const reader = { getCredentials: async (options: unknown) => (asked.push(options), expired) };
    await expect(setup.client({ account: StsAccount.fromProvider(reader) }).projects.get()).rejects.toMatchObject({
      code: "EXPIRED",
    });
    expect(asked).toEqual([{ signal: undefined }, { signal: undefined, refresh: "force" }]);
    expect(setup.service.calls).toEqual([]);
  });

  it("keeps the expiration of credentials it is given, and signs with them until then", async () => {
    const expiration = new Date(setup.host.now() + 1);
    const session = createAccessKeyCredentials({ ...keyPair, securityToken: "t", source: "given", expiration });
    const bearer = createBearerCredentials({ bearerToken: "token", source: "given", expiration });
    const appAccount = new AppAccount(session);
    setup.service.checking = false;
    setup.service.on(() => ({ body: "<Project/>" }));
    const clients = [
      setup.client({ account: new StsAccount(session) }),
      setup.client({ account: new BearerAccount(bearer) }),
      setup.client({ account: new AliyunAccount(keyPair), appAccount }),
    ];
    for (const client of clients) await client.projects.get();
    setup.host.advance(1);
    for (const client of clients) await expect(client.projects.get()).rejects.toMatchObject({ code: "EXPIRED" });
    expect(setup.service.calls).toHaveLength(clients.length);
  });

  it("does not sign for an app with an expired credential of a provider that has a newer one", async () => {
    const answers = [new Date(setup.host.now()), new Date(setup.host.now() + 1)].map((expiration, index) => ({
      ...keyPair,
      accessKeyId: `app-${index}`,
      expiration,
    }));
    const asked: unknown[] = [];
    const provider = { getCredentials: async (options: unknown) => answers[asked.push(options) - 1] ?? keyPair };
    setup.service.checking = false;
    setup.service.on(() => ({ body: "<Project/>" }));
    await setup.client({ appAccount: AppAccount.fromProvider(provider) }).projects.get();
    expect(asked).toEqual([{ signal: undefined }, { signal: undefined, refresh: "force" }]);
    expect(setup.service.calls.map(({ headers }) => headers["application-authentication"])).toEqual([
      expect.stringContaining("access_id:app-1,"),
    ]);
  });

  it("does not refresh for a missing permission", async () => {
    const { provider, loads } = sessions(3_600_000);
    setup.service.on(() => errorAnswer({ status: 403, code: "NoPermission", message: "m" }));
    await expect(setup.client({ account: StsAccount.fromProvider(provider) }).projects.get()).rejects.toMatchObject({
      kind: "forbidden",
    });
    expect(loads()).toBe(1);
  });

  it("sends a bearer credential of a provider as one", async () => {
    setup.service.checking = false;
    setup.service.on(() => ({ body: "<Project/>" }));
    const source = scriptedSource(() => createBearerCredentials({ bearerToken: "bt", source: "scripted" }));
    const provider = createProvider(source, { host: setup.host });
    for (const account of [BearerAccount.fromProvider(provider), StsAccount.fromProvider(provider)])
      await setup.client({ account }).projects.get();
    expect(
      setup.service.calls.map(({ headers }) => [headers["x-odps-bearer-token"], headers["authorization"]]),
    ).toEqual([
      ["bt", undefined],
      ["bt", undefined],
    ]);
  });
});

describe("1.2 accounts", () => {
  it.each<readonly [string, string, () => unknown]>([
    ["StsAccount", "getCredentials", () => StsAccount.fromProvider(JSON.parse("{}"))],
    ["StsAccount, without any", "getCredentials", () => StsAccount.fromProvider(JSON.parse("null"))],
    ["StsAccount, Go's shape", "getCredential", () => StsAccount.fromCustomProvider(JSON.parse('{"getType":1}'))],
    ["BearerAccount", "getCredentials", () => BearerAccount.fromProvider(JSON.parse("{}"))],
    ["AppAccount", "getCredential", () => AppAccount.fromProvider(JSON.parse("null"))],
  ])("bad input: a provider without its method is refused at construction: %s", (_what, method, make) => {
    expect(make).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(`${method}()`) }),
    );
  });

  it("refuse incomplete keys before any request", () => {
    const refused = expect.objectContaining({ code: "INVALID_CREDENTIAL" });
    expect(() => new AliyunAccount({ accessKeyId: "", accessKeySecret: "b" })).toThrow(refused);
    expect(() => new AliyunAccount({ accessKeyId: "a", accessKeySecret: "" })).toThrow(refused);
    expect(() => new StsAccount({ accessKeyId: "a", accessKeySecret: "b", securityToken: "c\n" })).toThrow(refused);
    expect(() => new BearerAccount({ bearerToken: "" })).toThrow(refused);
    expect(() => new AppAccount({ accessKeyId: "a", accessKeySecret: "" })).toThrow(refused);
    const expiration = new Date(NaN);
    expect(() => new StsAccount({ accessKeyId: "a", accessKeySecret: "b", expiration })).toThrow(refused);
    expect(() => new BearerAccount({ bearerToken: "t", expiration })).toThrow(refused);
  });

  it("remove what an earlier attempt signed", async () => {
    const request = {
      method: "GET",
      url: "https://h/api/x",
      headers: {
        authorization: "old",
        Date: "old",
        "x-odps-bearer-token": "old",
        "STS-Token": "old",
        "sts-other": "old",
        "x-odps-a": "1",
      },
    };
    await new AliyunAccount(keyPair).sign(request, "https://h/api", new Date(0));
    expect(Object.keys(request.headers).sort()).toEqual(["Authorization", "Date", "x-odps-a"]);
    expect(request.headers.Date).toBe("Thu, 01 Jan 1970 00:00:00 GMT");
  });

  it("take every field of a custom provider for optional, and null for none", async () => {
    const request = { method: "GET", url: "https://h/api/x", headers: {} };
    const getType = (): string => "mine";
    const keys = StsAccount.fromCustomProvider({
      getType,
      getCredential: () => ({ ...keyPair, securityToken: null, bearerToken: null, expiration: null }),
    });
    await keys.sign(request, "https://h/api", new Date(0));
    expect(Object.keys(request.headers)).toEqual(["Date", "Authorization"]);
    const nothing = StsAccount.fromCustomProvider({ getType, getCredential: () => ({ accessKeyId: null }) });
    await expect(nothing.sign(request, "https://h/api", new Date(0))).rejects.toMatchObject({
      code: "INVALID_CREDENTIAL",
    });
  });

  it("send a bearer account's token and nothing else, as long as the token itself says it lives", async () => {
    const bearerToken = Buffer.from("a,b,1000,c").toString("base64");
    let reads = 0;
    const account = BearerAccount.fromProvider({
      getCredentials: async () => {
        reads++;
        return { bearerToken };
      },
    });
    const request = { method: "GET", url: "https://h/api/x", headers: {} };
    await account.sign(request, "https://h/api", new Date(999_999));
    expect(Object.keys(request.headers)).toEqual(["Date", "x-odps-bearer-token"]);
    await expect(account.sign(request, "https://h/api", new Date(1_000_000))).rejects.toMatchObject({
      code: "EXPIRED",
    });
    expect(reads).toBe(3);
    const other = BearerAccount.fromProvider({ getCredentials: async () => keyPair });
    await expect(other.sign(request, "https://h/api", new Date(0))).rejects.toMatchObject({
      code: "INVALID_CREDENTIAL",
    });
  });

  it("sign for an app over the authorization of any user account, whatever its case", async () => {
    const request = { method: "GET", url: "https://h/api/x", headers: { authorization: "ODPS a:b" } };
    await new AppAccount({ accessKeyId: "app", accessKeySecret: "secret" }).sign(request);
    expect(request.headers).toMatchObject({
      "application-authentication": expect.stringContaining("access_id:app,"),
    });
  });

  it.each([
    "null",
    '"text"',
    '{"accessKeyId":5,"accessKeySecret":"s"}',
    '{"accessKeyId":"a","accessKeySecret":"s","securityToken":{}}',
    '{"accessKeyId":"a","accessKeySecret":"s","expiration":"2030-01-01T00:00:00Z"}',
  ])("1.3: refuse the answer %s of a custom provider", async (answer) => {
    const provider = { getType: () => "wrong", getCredential: () => JSON.parse(answer) };
    const request = { method: "GET", url: "https://h/api/x", headers: { Authorization: "ODPS a:b" } };
    for (const account of [StsAccount.fromCustomProvider(provider), AppAccount.fromProvider(provider)]) {
      const signed =
        account instanceof AppAccount ? account.sign(request) : account.sign(request, "https://h/api", new Date(0));
      await expect(signed).rejects.toMatchObject({ code: "INVALID_CREDENTIAL" });
    }
  });

  it("refuse what would break out of a header", async () => {
    const request = { method: "GET", url: "https://h/api/x", headers: {} };
    const refused = { code: "INVALID_CREDENTIAL" };
    for (const options of [{ region: "cn-x\r\na: b" }, { region: "cn-x", corporation: "a\nb" }]) {
      const sign = new AliyunAccount({ ...keyPair, ...options }).sign(request, "https://h/api", new Date(0));
      await expect(sign).rejects.toMatchObject(refused);
    }
    const app = new AppAccount({ accessKeyId: "app", accessKeySecret: "secret", corporation: "a\nb" });
    await expect(app.sign({ ...request, headers: { Authorization: "ODPS a:b" } })).rejects.toMatchObject(refused);
  });

  it("never show a secret", () => {
    const keys = { accessKeyId: "LTAI", accessKeySecret: canary.accessKeySecret };
    const accounts = [
      new AliyunAccount(keys),
      new StsAccount({ ...keys, securityToken: canary.securityToken }),
      new BearerAccount({ bearerToken: canary.bearerToken }),
      new AppAccount(keys),
    ];
    for (const account of accounts) {
      assertNoCanary(account);
      expect(`${String(account)} ${inspect(account)} ${JSON.stringify(account)}`).not.toContain("LTAI");
    }
  });

  it("show no secret in any failure, not even one the service repeats", async () => {
    setup.service.checking = false;
    const account = new StsAccount({
      accessKeyId: "LTAI",
      accessKeySecret: canary.accessKeySecret,
      securityToken: canary.securityToken,
    });
    const odps = setup.client({ account });
    const echoes = [
      errorAnswer({
        status: 403,
        code: "NoPermission",
        message: `your token ${canary.securityToken} and ${canary.bearerToken.length}`,
      }),
      {
        status: 404,
        body: JSON.stringify({
          Code: `Missing ${canary.securityToken}`,
          RequestId: canary.securityToken,
          HostId: canary.securityToken,
          Message: encodeURIComponent(canary.securityToken),
        }),
      },
      { status: 500, body: `<html>${canary.securityToken}</html>` },
      { status: 302, headers: { location: `https://h/?t=${encodeURIComponent(canary.securityToken)}` } },
      { body: canary.securityToken },
    ];
    for (const echo of echoes) {
      setup.service.on(() => echo);
      const error: unknown = await odps.projects.get().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      assertNoCanary(error);
    }
    assertNoCanary(odps);
  });

  it("show no signature that the service repeats without what stands before it", async () => {
    setup.service.on(({ headers }) => {
      const signature = headers["authorization"]?.split(":").at(-1) ?? "";
      return errorAnswer({
        status: 403,
        code: "NoPermission",
        message: `${signature.length} characters: ${signature}`,
      });
    });
    const error: unknown = await setup
      .client()
      .projects.get()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining("28 characters: *** (") });
  });

  it("show none of an account of somebody else's either, whatever the case of its headers", async () => {
    setup.service.on((call) =>
      errorAnswer({ status: 403, code: "NoPermission", message: call.headers["sts-other"] ?? "" }),
    );
    setup.service.checking = false;
    const account: MaxComputeAccount = {
      type: "sts",
      sign: async (request) => void Object.assign(request.headers, { "STS-Other": canary.securityToken }),
    };
    const error: unknown = await setup
      .client({ account })
      .projects.get()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining("***") });
    assertNoCanary(error);
  });

  it("reads when a bearer token ends", () => {
    const token = Buffer.from("a,b,1772510706,c").toString("base64");
    expect(bearerExpiration(token)).toEqual(new Date(1_772_510_706_000));
    for (const other of ["", "x", Buffer.from("a,b").toString("base64"), Buffer.from("a,b,c").toString("base64")])
      expect(bearerExpiration(other)).toBeUndefined();
  });
});
