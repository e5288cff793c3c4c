import { createProvider } from "@credport/core";
import { canary, scriptedHost, type ScriptedHost } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { roleAnswer, session } from "../test/support/answers.js";
import { failureOf } from "../test/support/failure-of.js";
import { createCredentials } from "./create-credentials.js";
import { accessKey } from "./sources/access-key.js";

const pair = { accessKeyId: "LTAIid", accessKeySecret: canary.accessKeySecret };
const role = { roleArn: "acs:ram::1:role/x" };
const oidc = { ...role, oidcProviderArn: "p", oidcTokenFilePath: "/token" };

function answeringHost(): ScriptedHost {
  const host = scriptedHost({ files: { "/token": "jwt" } });
  host.onRequest(({ url }) =>
    url.host.startsWith("sts") ? { body: roleAnswer } : { body: { Code: "Success", ...session } },
  );
  return host;
}

describe("1: one entry for every type", () => {
  test.each([
    ["static_ak", { type: "access_key", ...pair }],
    ["static_sts", { type: "sts", ...pair, securityToken: "t" }],
    ["ram_role_arn/static_ak", { type: "ram_role_arn", ...pair, ...role }],
    ["ecs_ram_role", { type: "ecs_ram_role", roleName: "app" }],
    ["oidc_role_arn", { type: "oidc_role_arn", ...oidc }],
    ["credential_uri", { type: "credentials_uri", credentialsURI: "http://127.0.0.1/" }],
  ] as const)("%s", async (source, config) => {
    await using provider = createCredentials(config, { host: answeringHost() });
    expect((await provider.getCredentials()).identity.source).toBe(source);
  });

  test("ram_role_arn takes any other source as its base", async () => {
    await using provider = createCredentials(
      { type: "ram_role_arn", base: accessKey(pair), ...role },
      { host: answeringHost() },
    );
    expect((await provider.getCredentials()).identity.source).toBe("ram_role_arn/static_ak");
  });

  test("bearer, and static keys, are known at once", async () => {
    await using bearer = createCredentials(
      { type: "bearer", bearerToken: canary.bearerToken },
      { host: answeringHost() },
    );
    expect(bearer.peek()?.bearerToken).toBe(canary.bearerToken);
    await using keys = createCredentials({ type: "access_key", ...pair });
    expect(keys.peek()?.accessKeyId).toBe("LTAIid");
  });

  test.each([undefined, null])("%j is the default chain", async (config) => {
    const host = scriptedHost({ env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "a", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "b" } });
    await using provider = createCredentials(config, { host });
    expect((await provider.getCredentials()).identity.source).toBe("default/env");
  });

  test("without a host it is the real one", async () => {
    await using provider = createCredentials({ type: "access_key", ...pair });
    expect((await provider.getCredentials()).accessKeyId).toBe("LTAIid");
  });
});

describe("1 and 10: what cannot work is CONFIG_INVALID at construction, by name", () => {
  /** Calls it as a caller without types would. */
  const create = (config: unknown): unknown => Reflect.apply(createCredentials, undefined, [config]);

  test.each<[string, unknown]>([
    ["type", {}],
    ["type", { type: "" }],
    ["type", { type: "saml" }],
    ["type", { type: "constructor" }],
    ["rsa_key_pair", { type: "rsa_key_pair", publicKeyId: "p", privateKeyFile: "/key" }],
    ["config", "access_key"],
    ["roleArn", { type: "access_key", ...pair, ...role }],
    ["securityToken", { type: "access_key", ...pair, securityToken: "t" }],
    ["roleName", { type: "ram_role_arn", ...pair, ...role, roleName: "app" }],
    ["disableIMDSv1", { type: "oidc_role_arn", ...oidc, disableIMDSv1: true }],
    ["externalId", { type: "oidc_role_arn", ...oidc, externalId: "e" }],
    ["bearerToken", { type: "credentials_uri", credentialsURI: "http://127.0.0.1/", bearerToken: "t" }],
    ["timeout", { type: "bearer", bearerToken: "t", timeout: 1 }],
    ["proxy", { type: "sts", ...pair, securityToken: "t", proxy: "http://p" }],
    ["accessKeySecret", { type: "access_key", accessKeyId: "a" }],
    ["bearerToken", { type: "bearer" }],
    ["disableIMDSv1", { type: "ecs_ram_role", disableIMDSv1: "yes" }],
    ["enableVpc", { type: "ram_role_arn", ...pair, ...role, enableVpc: "true" }],
  ])("%s", async (option, config) => {
    const error = await failureOf(() => create(config));
    expect(error).toMatchObject({ code: "CONFIG_INVALID", permanent: true });
    expect(error.message).toContain(option);
  });

  test("2.7: rsa_key_pair is refused by its name, with the types there are", async () => {
    const error = await failureOf(() => create({ type: "rsa_key_pair", publicKeyId: "p", privateKeyFile: "/key" }));
    expect(error.code).toBe("CONFIG_INVALID");
    expect(error.message).toMatch(/rsa_key_pair is not supported.*ram_role_arn/);
  });

  test("an unknown type is answered with those that exist", async () => {
    const { message } = await failureOf(() => create({ type: "saml" }));
    for (const type of [
      "access_key",
      "sts",
      "ram_role_arn",
      "ecs_ram_role",
      "oidc_role_arn",
      "credentials_uri",
      "bearer",
    ])
      expect(message).toContain(type);
  });

  test("6: inert names are accepted and ignored, for every type", async () => {
    const inert = { durationSeconds: 900, enableIMDSv2: true, metadataTokenDuration: 60 };
    await using provider = createCredentials({ type: "access_key", ...pair, ...inert });
    expect(provider.peek()?.accessKeyId).toBe("LTAIid");
    create({ type: "bearer", bearerToken: "t", ...inert });
  });
});

test("F1 and F2: 20 concurrent first calls make one request, an expired credential is never served", async () => {
  const host = answeringHost();
  await using provider = createProvider(accessKey(pair), { host });
  await using roleProvider = createCredentials({ type: "ram_role_arn", base: provider, ...role }, { host });
  await Promise.all(Array.from({ length: 20 }, () => roleProvider.getCredentials()));
  expect(host.requests).toHaveLength(1);
  host.onRequest(() => ({ status: 500 }));
  await host.clock.advance(3_600_000);
  await expect(roleProvider.getCredentials()).rejects.toMatchObject({ code: "EXPIRED" });
});
