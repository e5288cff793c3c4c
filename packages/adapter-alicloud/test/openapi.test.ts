import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import {
  createBearerCredentials,
  CredentialsError,
  fromFunction,
  type BearerCredentials,
  type Credentials,
  type CredentialsProvider,
} from "@credport/core";
import { createProvider } from "@credport/node";
import { startRecordingService, type SeenCredentials } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alicloudCredential } from "../src/index.js";
import { generatedSdks } from "./clients.js";
import { emulatedRole, type EmulatedRole } from "./emulated-role.js";

// CommonJS packages whose class is `exports.default`; `require` gives the same shape under every test runner.
const require = createRequire(import.meta.url);
const core: typeof import("@alicloud/openapi-core", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/openapi-core");
const client: typeof import("@alicloud/openapi-client", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/openapi-client");
const coreLowest: typeof core = require("openapi-core-lowest");
const clientLowest: typeof client = require("openapi-client-lowest");

let account: EmulatedRole;

beforeEach(async () => {
  account = await emulatedRole();
});

afterEach(() => account[Symbol.asyncDispose]());

function config(host: string): InstanceType<typeof core.$OpenApiUtil.Config> {
  const credential = alicloudCredential(account.rotating.provider);
  return new core.$OpenApiUtil.Config({ credential, endpoint: host, protocol: "http" });
}

describe.each(generatedSdks)("the generated SDKs, $release", ({ ecs, sts }) => {
  const ecsClient = (): InstanceType<typeof ecs.default> => new ecs.default(config(account.emulator.ecs.host));
  const describeRegions = (): Promise<unknown> => ecsClient().describeRegions(new ecs.DescribeRegionsRequest({}));

  test("read the provider at each call: 30 rotations, no refused call, one load a rotation", async () => {
    const [regions, identity] = [ecsClient(), new sts.default(config(account.emulator.sts.host))];
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all([
        ...Array.from({ length: 5 }, () => regions.describeRegions(new ecs.DescribeRegionsRequest({}))),
        identity.getCallerIdentity(),
      ]);
      await account.replaceSession();
    }
    const { accepted: keys, refused } = account;
    expect(refused).toBe(0);
    expect(keys).toHaveLength(180);
    expect(new Set(keys).size).toBe(30);
    expect(account.rotating.loads).toBe(31);
  });

  test("make one load for 100 first calls at once", async () => {
    const regions = ecsClient();
    await Promise.all(Array.from({ length: 100 }, () => regions.describeRegions(new ecs.DescribeRegionsRequest({}))));
    expect(account.rotating.loads).toBe(1);
    expect(account).toMatchObject({ refused: 0 });
  });

  test("call with a source whose name no header can hold", async () => {
    const { rotating, emulator } = account;
    await using provider = createProvider(fromFunction("保险柜", async () => rotating.provider.getCredentials()));
    const credential = alicloudCredential(provider);
    expect((await credential.getCredential()).providerName).toBe("%E4%BF%9D%E9%99%A9%E6%9F%9C/scripted");
    const own = new core.$OpenApiUtil.Config({ credential, endpoint: emulator.ecs.host, protocol: "http" });
    await new ecs.default(own).describeRegions(new ecs.DescribeRegionsRequest({}));
    expect(account).toMatchObject({ refused: 0 });
  });

  test("get the provider's own error, and send nothing", async () => {
    account.rotating.failWith(new CredentialsError({ code: "LOGIN_REQUIRED", message: "log in again" }));
    await expect(describeRegions()).rejects.toMatchObject({ code: "LOGIN_REQUIRED" });
    expect(account).toMatchObject({ accepted: [], refused: 0 });
  });

  test("work with a permanent key, and send no security token", async () => {
    await account[Symbol.asyncDispose]();
    account = await emulatedRole("permanent");
    await describeRegions();
    expect(account.refused).toBe(0);
    expect(await alicloudCredential(account.rotating.provider).getCredential()).not.toHaveProperty("securityToken");
  });

  test.each([
    ["a session", () => account.rotating.provider, "scripted", /^ACS3-HMAC-SHA256 Credential=/],
    ["a bearer token", () => bearerProvider("t0ken"), "bearer", /^Bearer t0ken$|^$/],
  ] as const)("name the provider of %s in x-acs-credentials-provider", async (kind, provider, name, authorization) => {
    const seen: IncomingHttpHeaders[] = [];
    const read = ({ headers }: IncomingMessage): SeenCredentials => (seen.push(headers), { accessKeyId: "" });
    const answer = { headers: { "content-type": "application/json" }, body: '{"Regions":{"Region":[]}}' };
    await using service = await startRecordingService({ read, answer });
    const credential = alicloudCredential<Credentials>(provider());
    const place = { endpoint: service.host, protocol: "http" };
    const regions = new ecs.default(new core.$OpenApiUtil.Config({ credential, ...place }));
    await regions.describeRegions(new ecs.DescribeRegionsRequest({}));
    expect(seen[0]).toMatchObject({ "x-acs-credentials-provider": name });
    expect(seen[0]?.authorization ?? "").toMatch(authorization);
    expect(seen[0]?.["x-acs-bearer-token"]).toBe(kind === "a bearer token" ? "t0ken" : undefined);
  });
});

test("a retried call asks again at each attempt", async () => {
  const [{ ecs }] = generatedSdks;
  account.emulator.faults.failNext({ service: "ecs", times: 1, status: 503, code: "ServiceUnavailable" });
  const credential = alicloudCredential(account.rotating.provider);
  let asked = 0;
  const getCredential = async (): Promise<unknown> => ((asked += 1), credential.getCredential());
  const counting = Object.create(credential, { getCredential: { value: getCredential } });
  const retrying = new ecs.default(
    new core.$OpenApiUtil.Config({
      credential: counting,
      endpoint: account.emulator.ecs.host,
      protocol: "http",
      retryOptions: {
        retryable: true,
        retryCondition: [{ maxAttempts: 3, errorCode: ["ServiceUnavailable"], exception: [], maxDelay: 1 }],
        noRetryCondition: [],
      },
    }),
  );
  await retrying.describeRegions(new ecs.DescribeRegionsRequest({}));
  expect(asked).toBe(2);
});

function bearerProvider(bearerToken: string): CredentialsProvider<BearerCredentials> {
  const bearer = createBearerCredentials({ bearerToken, source: "bearer" });
  return createProvider({ name: "bearer", fixed: bearer, load: async () => bearer });
}

/** One signed call, described by hand as generated SDKs do it. */
const describeRegionsCall = {
  action: "DescribeRegions",
  version: "2014-05-26",
  protocol: "HTTP",
  pathname: "/",
  method: "POST",
  authType: "AK",
  style: "RPC",
  reqBodyType: "formData",
  bodyType: "json",
};

describe.each<{ readonly name: string; readonly connect: () => () => Promise<unknown> }>([
  ...[
    { name: "openapi-client 0.4.15", namespace: client },
    { name: "openapi-client 0.4.12", namespace: clientLowest },
  ].map(({ name, namespace }) => ({
    name,
    connect: () => {
      const openApi = new namespace.default(config(account.emulator.ecs.host));
      const runtime = new (require("@alicloud/tea-util").RuntimeOptions)({});
      return () =>
        openApi.callApi(new namespace.Params(describeRegionsCall), new namespace.OpenApiRequest({}), runtime);
    },
  })),
  ...[
    { name: "openapi-core 1.0.8", namespace: core },
    { name: "openapi-core 1.0.1", namespace: coreLowest },
  ].map(({ name, namespace: { default: Client, $OpenApiUtil } }) => ({
    name,
    connect: () => {
      const openApi = new Client(config(account.emulator.ecs.host));
      const runtime = new (require("@darabonba/typescript").RuntimeOptions)({});
      const call = new $OpenApiUtil.Params(describeRegionsCall);
      return () => openApi.callApi(call, new $OpenApiUtil.OpenApiRequest({}), runtime);
    },
  })),
])("@alicloud/$name", ({ connect }) => {
  test("reads the provider at each call: 30 rotations, none refused, one load a rotation", async () => {
    const call = connect();
    for (let rotation = 0; rotation < 30; rotation += 1) {
      await Promise.all([call(), call(), call()]);
      await account.replaceSession();
    }
    expect(account).toMatchObject({ refused: 0 });
    expect(new Set(account.accepted).size).toBe(30);
    expect(account.rotating.loads).toBe(31);
  });

  test("gets the provider's own error, and sends nothing", async () => {
    account.rotating.failWith(new CredentialsError({ code: "LOGIN_REQUIRED", message: "log in again" }));
    await expect(connect()()).rejects.toMatchObject({ code: "LOGIN_REQUIRED" });
    expect(account).toMatchObject({ accepted: [], refused: 0 });
  });
});

describe("the credential object", () => {
  test("answers the three single getters from one session, across a rotation between them", async () => {
    const credential = alicloudCredential(account.rotating.provider);
    const id = await credential.getAccessKeyId();
    const before = account.rotating.provider.peek();
    await account.rotating.rotate();
    expect([id, await credential.getAccessKeySecret(), await credential.getSecurityToken()]).toEqual([
      before?.accessKeyId,
      before?.accessKeySecret,
      before?.securityToken,
    ]);
    expect(await credential.getAccessKeyId()).not.toBe(id);
  });

  test("does not answer from a pinned session that has expired", async () => {
    let now = Date.now();
    const credential = alicloudCredential(account.rotating.provider, { now: () => now });
    await credential.getAccessKeyId();
    await account.rotating.rotate();
    now += 3_600_000;
    expect(await credential.getAccessKeySecret()).toBe(account.rotating.provider.peek()?.accessKeySecret);
  });

  test("shows no secret when it is printed, not even after a call", async () => {
    const credential = alicloudCredential(account.rotating.provider);
    await credential.getAccessKeyId();
    const { inspect } = await import("node:util");
    const printed = inspect(credential, { showHidden: true, depth: 5 }) + JSON.stringify(credential);
    expect(printed).not.toContain(account.rotating.provider.peek()?.accessKeySecret);
  });

  test("answers bearer tokens synchronously, before any fetch", async () => {
    const bearer = createBearerCredentials({ bearerToken: "t0ken", source: "bearer" });
    await using provider = createProvider({ name: "bearer", fixed: bearer, load: async () => bearer });
    const credential = alicloudCredential(provider);
    expect([credential.getType(), credential.getBearerToken()]).toEqual(["bearer", "t0ken"]);
    expect(await credential.getCredential()).toEqual({ type: "bearer", bearerToken: "t0ken", providerName: "bearer" });
    expect(alicloudCredential(account.rotating.provider).getBearerToken()).toBe("");
  });

  test("needs a provider", () => {
    expect(() => Reflect.apply(alicloudCredential, undefined, [{}])).toThrow(
      /"provider" must be a CredentialsProvider/,
    );
  });
});
