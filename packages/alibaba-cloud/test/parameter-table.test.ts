import type { CredentialsSource } from "@credport/core";
import { scriptedHost, type ScriptedHost } from "@credport/testing";
import { describe, expect, test } from "vitest";
import * as alibabaCloud from "../src/index.js";
import {
  accessKey,
  createCredentials,
  credentialsUri,
  ecsRamRole,
  oidcRoleArn,
  ramRoleArn,
  sts,
} from "../src/index.js";
import { formOf, queryOf, roleAnswer, session } from "./support/answers.js";
import { failureOf, load, loadFailure } from "./support/failure-of.js";
import { configOf, parameterTable, samples } from "./support/parameter-table.js";

/** Calls it as a caller without types would. */
const create = (config: unknown): unknown => Reflect.apply(createCredentials, undefined, [config]);

const rows = Object.entries(parameterTable).map(([type, row]) => ({ type, ...row }));

/** The variable that stands in for an option, by section 1.2. */
const variables: Readonly<Record<string, string>> = {
  accessKeyId: "ALIBABA_CLOUD_ACCESS_KEY_ID",
  accessKeySecret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  securityToken: "ALIBABA_CLOUD_SECURITY_TOKEN",
  roleArn: "ALIBABA_CLOUD_ROLE_ARN",
  roleSessionName: "ALIBABA_CLOUD_ROLE_SESSION_NAME",
  oidcProviderArn: "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
  oidcTokenFilePath: "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
  stsRegionId: "ALIBABA_CLOUD_STS_REGION",
  enableVpc: "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
  roleName: "ALIBABA_CLOUD_ECS_METADATA",
  disableIMDSv1: "ALIBABA_CLOUD_IMDSV1_DISABLED",
  credentialsURI: "ALIBABA_CLOUD_CREDENTIALS_URI",
};

/** Values of the wrong kind, by the kind that is right. */
const wrong: Readonly<Record<string, readonly unknown[]>> = {
  string: [7, true, {}, ["x"]],
  number: [-1, 1.5, "x", {}, true, Number.NaN],
  boolean: ["true", 1, {}],
};

describe("1.1, 1.2 and the guide's parameter table, at run time", () => {
  const optional = rows.flatMap(({ type, required, optional: options }) =>
    options.map((option) => ({ type, required, option })),
  );
  test.each(optional)("$type takes $option", ({ type, required, option }) => {
    expect(() => create(configOf(type, [...required, option]))).not.toThrow();
  });

  const refused = rows.flatMap(({ type, required, optional: options }) =>
    [...Object.keys(samples), "base", "publicKeyId", "privateKeyFile", "profileName", "url", "host"]
      .filter((option) => ![...required, ...options].includes(option))
      .filter((option) => type !== "ram_role_arn" || option !== "base")
      .map((option) => ({ type, required, option })),
  );
  test.each(refused)(
    "$type refuses $option, an empty one too; undefined is absent",
    async ({ type, required, option }) => {
      for (const value of [samples[option] ?? "x", "", 0, false]) {
        const error = await failureOf(() => create({ ...configOf(type, required), [option]: value }));
        expect(error).toMatchObject({ code: "CONFIG_INVALID", permanent: true });
        expect(error.message).toContain(option);
      }
      expect(() => create({ ...configOf(type, required), [option]: undefined })).not.toThrow();
    },
  );

  const taken = rows.flatMap(({ type, required, optional: options }) =>
    [...required, ...options].map((option) => ({ type, required, option })),
  );
  test.each(taken)(
    "$type refuses a $option of the wrong kind, naming its variable",
    async ({ type, required, option }) => {
      for (const value of wrong[typeof samples[option]] ?? []) {
        const error = await failureOf(() => create({ ...configOf(type, required), [option]: value }));
        expect(error).toMatchObject({ code: "CONFIG_INVALID", permanent: true });
        expect(error.message).toContain(option);
        expect(error.message).toContain(variables[option] ?? "");
      }
    },
  );

  test.each(rows)("$type accepts the inert names of section 6 and ignores them", ({ type, required }) => {
    const inert = { durationSeconds: "x", enableIMDSv2: 1, metadataTokenDuration: -1, inAdvanceScale: {} };
    expect(() => create({ ...configOf(type, required), ...inert })).not.toThrow();
  });
});

test("1.2: options that are none are CONFIG_INVALID, whatever they are passed to", async () => {
  const { bearer, cliProfile, cloudSso, defaultChain, external, iniProfile, oauth, OpenApiClient } = alibabaCloud;
  const factories = [
    accessKey,
    sts,
    ramRoleArn,
    ecsRamRole,
    oidcRoleArn,
    credentialsUri,
    bearer,
    cliProfile,
    iniProfile,
  ];
  for (const factory of [...factories, cloudSso, oauth, external, defaultChain]) {
    for (const options of [null, 7, "x"]) {
      expect(await failureOf(() => Reflect.apply(factory, undefined, [options]))).toMatchObject({
        code: "CONFIG_INVALID",
      });
    }
  }
  const client = await failureOf(() => Reflect.construct(OpenApiClient, [undefined]));
  expect(client.code).toBe("CONFIG_INVALID");
});

/** A machine with this environment, where every service answers well. */
function machine(env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env, files: { "/token": "explicit", "/token-env": "from the environment" } });
  host.onRequest(({ method, url }) => {
    if (url.host.startsWith("sts")) return { body: roleAnswer };
    if (method === "PUT") return { body: "tok" };
    return { body: url.pathname.endsWith("/security-credentials/") ? "found" : { Code: "Success", ...session } };
  });
  return host;
}

describe("1.2: the environment stands in for what is unset or empty, at each load", () => {
  const pair = { accessKeyId: "LTAIid", accessKeySecret: "s" };
  const pairVariables = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIid", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" };
  const role = { roleArn: "acs:ram::1:role/x" };
  const oidc = { ...role, oidcProviderArn: "p", oidcTokenFilePath: "/token" };
  const region = { stsRegionId: "cn-beijing" };
  type Factory = (options: object) => CredentialsSource;
  type Seen = (host: ScriptedHost, accessKeyId: string) => string | undefined;
  const sent =
    (parameter: string): Seen =>
    (host) =>
      ({ ...queryOf(host.requests.at(-1)), ...formOf(host.requests.at(-1)) })[parameter];
  const stsHost: Seen = (host) => host.requests.at(-1)?.url.host;
  const path: Seen = (host) => host.requests.at(-1)?.url.pathname.split("/").at(-1);
  const loadedKey: Seen = (_host, accessKeyId) => accessKeyId;

  const cases: readonly (readonly [
    type: string,
    option: string,
    factory: Factory,
    others: object,
    variable: string,
    seen: Seen,
    expected: readonly [explicit: string, environment: string],
  ])[] = [
    [
      "ram_role_arn",
      "roleArn",
      ramRoleArn,
      pair,
      "acs:ram::9:role/env",
      sent("RoleArn"),
      ["acs:ram::1:role/x", "acs:ram::9:role/env"],
    ],
    [
      "ram_role_arn",
      "roleSessionName",
      ramRoleArn,
      { ...pair, ...role },
      "env",
      sent("RoleSessionName"),
      ["me", "env"],
    ],
    [
      "ram_role_arn",
      "stsRegionId",
      ramRoleArn,
      { ...pair, ...role },
      "cn-env",
      stsHost,
      ["sts.cn-beijing.aliyuncs.com", "sts.cn-env.aliyuncs.com"],
    ],
    [
      "ram_role_arn",
      "enableVpc",
      ramRoleArn,
      { ...pair, ...role, ...region },
      "True",
      stsHost,
      ["sts-vpc.cn-beijing.aliyuncs.com", "sts-vpc.cn-beijing.aliyuncs.com"],
    ],
    [
      "oidc_role_arn",
      "roleArn",
      oidcRoleArn,
      oidc,
      "acs:ram::9:role/env",
      sent("RoleArn"),
      ["acs:ram::1:role/x", "acs:ram::9:role/env"],
    ],
    ["oidc_role_arn", "roleSessionName", oidcRoleArn, oidc, "env", sent("RoleSessionName"), ["me", "env"]],
    [
      "oidc_role_arn",
      "oidcProviderArn",
      oidcRoleArn,
      oidc,
      "env",
      sent("OIDCProviderArn"),
      ["acs:ram::1:oidc-provider/x", "env"],
    ],
    [
      "oidc_role_arn",
      "oidcTokenFilePath",
      oidcRoleArn,
      oidc,
      "/token-env",
      sent("OIDCToken"),
      ["explicit", "from the environment"],
    ],
    [
      "oidc_role_arn",
      "stsRegionId",
      oidcRoleArn,
      oidc,
      "cn-env",
      stsHost,
      ["sts.cn-beijing.aliyuncs.com", "sts.cn-env.aliyuncs.com"],
    ],
    [
      "oidc_role_arn",
      "enableVpc",
      oidcRoleArn,
      { ...oidc, ...region },
      "TRUE",
      stsHost,
      ["sts-vpc.cn-beijing.aliyuncs.com", "sts-vpc.cn-beijing.aliyuncs.com"],
    ],
    ["ecs_ram_role", "roleName", ecsRamRole, {}, "env", path, ["app", "env"]],
    ["credentials_uri", "credentialsURI", credentialsUri, {}, "http://127.0.0.1:2/env", path, ["", "env"]],
  ];

  test.each(cases)("%s: %s", async (_type, option, factory, others, value, seen, [explicit, environment]) => {
    const host = machine({ [variables[option] ?? ""]: value });
    const use = async (given: unknown): Promise<string | undefined> => {
      const source = factory({ ...others, [option]: given });
      return seen(host, (await load(source, host)).accessKeyId);
    };
    expect(await use(samples[option])).toBe(explicit);
    for (const absent of [undefined, typeof samples[option] === "string" ? "" : false]) {
      expect(await use(absent)).toBe(environment);
    }
  });

  test.each<[string, Factory, object, Record<string, string>, Seen]>([
    ["access_key", accessKey, {}, {}, loadedKey],
    ["sts", sts, {}, { ALIBABA_CLOUD_SECURITY_TOKEN: "t" }, loadedKey],
    ["ram_role_arn", ramRoleArn, role, {}, sent("AccessKeyId")],
  ])("%s: the key pair, as a pair", async (_type, factory, others, more, seen) => {
    const host = machine({ ...pairVariables, ...more });
    const source = factory({ ...others, accessKeyId: "", accessKeySecret: undefined });
    expect(seen(host, (await load(source, host)).accessKeyId)).toBe("LTAIid");
    host.environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIlater");
    expect(seen(host, (await load(source, host)).accessKeyId)).toBe("LTAIlater");
  });

  test("an explicit pair never takes the token of another one from the environment", async () => {
    const host = machine({ ALIBABA_CLOUD_SECURITY_TOKEN: "another's" });
    const credentials = await load(ramRoleArn({ ...pair, ...role }), host);
    expect(credentials.identity.source).toBe("ram_role_arn/static_ak");
    expect(queryOf(host.requests[0])).not.toHaveProperty("SecurityToken");
    expect((await load(accessKey(pair), host)).type).toBe("access_key");
  });

  test.each(["1", "yes", "on", " true", "false", "truee"])("a switch set to %j is off", async (value) => {
    const host = machine({
      ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: value,
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: value,
      ALIBABA_CLOUD_IMDSV1_DISABLED: value,
      ALIBABA_CLOUD_IMDSV1_DISABLE: value,
    });
    await load(ramRoleArn({ ...pair, ...role, ...region }), host);
    expect(host.requests[0]?.url.host).toBe("sts.cn-beijing.aliyuncs.com");
    host.onRequest(({ method }) => (method === "PUT" ? { status: 404 } : { body: { Code: "Success", ...session } }));
    expect((await load(ecsRamRole({ roleName: "app" }), host)).type).toBe("sts");
  });

  test("an environment that says true wins over an explicit false", async () => {
    const host = machine({ ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true" });
    await load(ramRoleArn({ ...pair, ...role, ...region, enableVpc: false }), host);
    expect(host.requests[0]?.url.host).toBe("sts-vpc.cn-beijing.aliyuncs.com");
  });

  test("3.6: variables that no SDK reads count for nothing", async () => {
    const dead = {
      ALIBABA_CLOUD_ACCESS_KEY_Id: "dead",
      ALIBABACLOUD_ACCESS_KEY_ID: "dead",
      ALICLOUD_ACCESS_KEY: "dead",
      ALIBABA_CLOUD_EXTERNAL_ID: "dead",
      ALIBABA_CLOUD_ECS_IMDSV2_ENABLE: "true",
      ALIBABA_CLOUD_BEARER_TOKEN: "dead",
    };
    const host = machine(dead);
    expect((await loadFailure(accessKey(), host)).message).toContain("accessKeyId");
    await load(ramRoleArn({ ...pair, ...role }), host);
    expect(formOf(host.requests[0])).not.toHaveProperty("ExternalId");
    expect(() => create({ type: "bearer", bearerToken: "" })).toThrow("bearerToken");
  });
});

describe("1.2: what is missing, in the vendor's order", () => {
  const key = { ALIBABA_CLOUD_ACCESS_KEY_ID: "a" };
  const pair = { ...key, ALIBABA_CLOUD_ACCESS_KEY_SECRET: "b" };
  const arn = { ALIBABA_CLOUD_ROLE_ARN: "r" };
  const provider = { ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "p" };
  test.each<[string, string, Record<string, string>, string]>([
    ["access_key", "id first", {}, "accessKeyId"],
    ["access_key", "then secret", key, "accessKeySecret"],
    ["sts", "id first", {}, "accessKeyId"],
    ["sts", "then secret", key, "accessKeySecret"],
    ["sts", "then token", pair, "securityToken"],
    ["ram_role_arn", "the source's id first", {}, "accessKeyId"],
    ["ram_role_arn", "its secret", { ...arn, ...key }, "accessKeySecret"],
    ["ram_role_arn", "then the role", pair, "roleArn"],
    ["oidc_role_arn", "the role first", {}, "roleArn"],
    ["oidc_role_arn", "then the provider", arn, "oidcProviderArn"],
    ["oidc_role_arn", "then the token file", { ...arn, ...provider }, "oidcTokenFilePath"],
    ["credentials_uri", "the URI", {}, "credentialsURI"],
  ])("%s: %s", async (type, _what, env, option) => {
    await using provided = createCredentials(
      // A caller without types leaves out what the compiler asks for.
      Object.assign({ type: "access_key" as const, accessKeyId: undefined, accessKeySecret: undefined }, { type }),
      { host: machine(env) },
    );
    const error = await failureOf(() => provided.getCredentials());
    expect(error).toMatchObject({ code: "CONFIG_INVALID", permanent: true });
    expect(error.message).toMatch(new RegExp(`^${option}\\b`));
    expect(error.message).toContain(variables[option]);
  });

  test.each([
    ["accessKeyId", { accessKeySecret: "s" }],
    ["accessKeySecret", { accessKeyId: "i" }],
    ["accessKeyId", { securityToken: "t" }],
    ["securityToken", { accessKeyId: "i", accessKeySecret: "s" }],
  ])(
    "an explicit half is refused at construction, for %s, though the environment has the rest",
    async (option, given) => {
      const error = await failureOf(() => create({ type: "sts", ...given }));
      expect(error.message).toMatch(new RegExp(`^${option}\\b`));
      expect(error.message).toContain(variables[option]);
    },
  );
});
