import { createProvider, isCredentialsError, type Attempt, type CredentialsError } from "@credport/core";
import { canary, networkError, scriptedHost, sourceConformance, type ScriptedHost } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { roleAnswer, session } from "../../test/support/answers.js";
import { failureOf, load, loadFailure } from "../../test/support/failure-of.js";
import { cliProfile } from "./cli-profile.js";
import { credentialsUri } from "./credentials-uri.js";
import { defaultChain } from "./default-chain.js";
import { ecsRamRole } from "./ecs-ram-role.js";
import { environment } from "./environment.js";
import { iniProfile } from "./ini-profile.js";
import { oidcRoleArn } from "./oidc-role-arn.js";

const configPath = "/home/tester/.aliyun/config.json";
const iniPath = "/home/tester/.alibabacloud/credentials";
const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv", ALIBABA_CLOUD_ACCESS_KEY_SECRET: canary.accessKeySecret };
const oidc = {
  ALIBABA_CLOUD_ROLE_ARN: "r",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "p",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
};
const uri = { ALIBABA_CLOUD_CREDENTIALS_URI: "http://127.0.0.1:9/" };
const config = JSON.stringify({
  current: "me",
  profiles: [{ name: "me", mode: "AK", access_key_id: "LTAIcli", access_key_secret: "s" }],
});
const ini = "[default]\ntype=access_key\naccess_key_id=LTAIini\naccess_key_secret=s";

/** A machine on which all six links are configured, but for what is taken away. */
function machine(without: readonly ("env" | "oidc" | "config" | "ini" | "ecs" | "uri")[] = []): ScriptedHost {
  const has = (link: (typeof without)[number]): boolean => !without.includes(link);
  const host = scriptedHost({
    env: { ...(has("env") ? keys : {}), ...(has("oidc") ? oidc : {}), ...(has("uri") ? uri : {}) },
    files: {
      "/token": "jwt",
      ...(has("config") ? { [configPath]: config } : {}),
      ...(has("ini") ? { [iniPath]: ini } : {}),
    },
  });
  host.onRequest(({ method, url }) => {
    if (url.host.startsWith("sts")) return { body: roleAnswer };
    if (url.host === "127.0.0.1:9") return { body: session };
    if (!has("ecs")) throw networkError(url.host);
    if (method === "PUT") return { body: "tok" };
    return { body: url.pathname.endsWith("/security-credentials/") ? "app" : { Code: "Success", ...session } };
  });
  return host;
}

sourceConformance({
  name: "default",
  working: () => ({ source: defaultChain(), host: machine(["env", "oidc", "config", "ini"]) }),
  unconfigured: () => ({ source: defaultChain(), host: scriptedHost() }),
  failing: {
    "a link that is configured and broken": () => {
      const host = machine(["env"]);
      host.onRequest(() => ({ status: 403, body: canary.securityToken }));
      return { source: defaultChain(), host, code: "HTTP_STATUS" };
    },
  },
  hanging: () => {
    const host = scriptedHost();
    host.onRequest(() => new Promise(() => undefined));
    return { source: defaultChain(), host };
  },
});

describe("3.1: order", () => {
  test.each([
    [[], "default/env", 0],
    [["env"], "default/oidc_role_arn", 1],
    [["env", "oidc"], "default/cli_profile/static_ak", 0],
    [["env", "oidc", "config"], "default/profile/static_ak", 0],
    [["env", "oidc", "config", "ini"], "default/ecs_ram_role", 3],
    [["env", "oidc", "config", "ini", "ecs"], "default/credential_uri", 3],
  ] as const)("without %j: %s, after %i requests", async (without, source, requests) => {
    const host = machine(without);
    expect((await load(defaultChain(), host)).identity.source).toBe(source);
    expect(host.requests).toHaveLength(requests);
  });

  test("9.1: an env pair: no request, no token", async () => {
    const host = machine();
    expect(await load(defaultChain(), host)).toMatchObject({ type: "access_key", accessKeyId: "LTAIenv" });
  });
});

describe("3.2: not configured moves on", () => {
  const nothing = ["env", "oidc", "config", "ini", "ecs", "uri"] as const;

  /** The chain's error on a machine where nothing is configured, but for these changes. */
  async function exhausted(
    env: Record<string, string> = {},
    files: Record<string, string> = {},
  ): Promise<CredentialsError> {
    const host = machine(nothing);
    for (const [name, value] of Object.entries(env)) host.environment.set(name, value);
    for (const [path, content] of Object.entries(files)) host.files.write(path, content);
    await using provider = createProvider(defaultChain(), { host });
    return await failureOf(() => provider.getCredentials());
  }

  test("10: CHAIN_EXHAUSTED names every link in order, with its reason", async () => {
    const error = await exhausted();
    expect(error).toMatchObject({ code: "CHAIN_EXHAUSTED", source: "default" });
    const reasons = [
      "env: ALIBABA_CLOUD_ACCESS_KEY_ID is not set",
      "oidc_role_arn: roleArn is missing: ALIBABA_CLOUD_ROLE_ARN is not set",
      `cli_profile: no file at ${configPath}`,
      `profile: no file at ${iniPath}`,
      "ecs_ram_role: ALIBABA_CLOUD_ECS_METADATA is not set",
      "credential_uri: credentialsURI is missing: ALIBABA_CLOUD_CREDENTIALS_URI is not set",
    ];
    const places = reasons.map((reason) => error.message.indexOf(reason));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(error.attempts.slice(0, 6).map(({ source, outcome }) => [source, outcome])).toEqual(
      ["env", "oidc_role_arn", "cli_profile", "profile", "ecs_ram_role", "credential_uri"].map((link) => [
        `default/${link}`,
        "unavailable",
      ]),
    );
  });

  test("10: CHAIN_EXHAUSTED repeats what each link alone rejects with", async () => {
    const { message } = await exhausted();
    const links = [environment(), oidcRoleArn(), cliProfile(), iniProfile(), ecsRamRole(), credentialsUri()];
    for (const link of links) expect(message).toContain((await loadFailure(link, machine(nothing))).message);
  });

  test.each<[string, Record<string, string>, Record<string, string>, string]>([
    ["env half set", { ALIBABA_CLOUD_ACCESS_KEY_ID: "a" }, {}, "ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"],
    [
      "two of three OIDC variables",
      { ...oidc, ALIBABA_CLOUD_ROLE_ARN: "" },
      {},
      "ALIBABA_CLOUD_ROLE_ARN is not set, ALIBABA_CLOUD_OIDC_PROVIDER_ARN is set",
    ],
    [
      "an STS region that is none, and no role to ask STS for",
      { ALIBABA_CLOUD_STS_REGION: "no region" },
      {},
      "ALIBABA_CLOUD_ROLE_ARN is not set",
    ],
    ["config.json without current", {}, { [configPath]: '{"profiles":[{"name":"x"}]}' }, "no current profile"],
    [
      "config.json lacks ALIBABA_CLOUD_PROFILE's profile",
      { ALIBABA_CLOUD_PROFILE: "p" },
      { [configPath]: config },
      'No profile "p"',
    ],
    ["ini without default", {}, { [iniPath]: "[other]" }, "[default]"],
    [
      "the CLI profile's kill switch",
      { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" },
      { [configPath]: config },
      "ALIBABA_CLOUD_CLI_PROFILE_DISABLED",
    ],
    [
      "the metadata kill switch",
      { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" },
      {},
      "ALIBABA_CLOUD_ECS_METADATA_DISABLED",
    ],
    ["an empty URI variable", { ALIBABA_CLOUD_CREDENTIALS_URI: "" }, {}, "ALIBABA_CLOUD_CREDENTIALS_URI is not set"],
  ])("%s", async (_what, env, files, reason) => {
    const error = await exhausted(env, files);
    expect(error.code).toBe("CHAIN_EXHAUSTED");
    expect(error.message).toContain(reason);
  });

  test("a profile that config.json lacks is found in the ini file", async () => {
    const host = machine(["env", "oidc"]);
    host.environment.set("ALIBABA_CLOUD_PROFILE", "ini-only");
    host.files.write(iniPath, ini.replace("default", "ini-only"));
    expect((await load(defaultChain(), host)).accessKeyId).toBe("LTAIini");
  });
});

describe("3.2: configured and failing stops", () => {
  test.each<[string, string, (host: ScriptedHost) => void]>([
    ["STS refuses", "oidc_role_arn", (host) => host.onRequest(() => ({ status: 403 }))],
    ["a token file that cannot be read", "oidc_role_arn", (host) => void host.files.remove("/token")],
    ["a malformed config.json", "cli_profile", (host) => void host.files.write(configPath, "{")],
    [
      "current naming a profile that is not there",
      "cli_profile",
      (host) => void host.files.write(configPath, config.replace('"current":"me"', '"current":"x"')),
    ],
    ["an invalid profile", "cli_profile", (host) => void host.files.write(configPath, config.replace("AK", "Nope"))],
    ["a malformed ini file", "profile", (host) => void host.files.write(iniPath, "[default")],
    [
      "ALIBABA_CLOUD_PROFILE naming a section the ini file lacks",
      "profile",
      (host) => void host.environment.set("ALIBABA_CLOUD_PROFILE", "gone"),
    ],
    ["metadata 403", "ecs_ram_role", (host) => host.onRequest(() => ({ status: 403 }))],
    ["metadata 5xx", "ecs_ram_role", (host) => host.onRequest(() => ({ status: 500 }))],
    [
      "an unreachable metadata service where the variable names a role",
      "ecs_ram_role",
      (host) => {
        host.environment.set("ALIBABA_CLOUD_ECS_METADATA", "app");
        host.onRequest(({ url }) => {
          throw networkError(url.host);
        });
      },
    ],
    [
      "a URI that answers wrongly",
      "credential_uri",
      (host) =>
        host.onRequest(({ url }) => {
          if (url.host === "100.100.100.200") throw networkError(url.host);
          return { body: "{}" };
        }),
    ],
  ])("%s: %s's own error, with the trace so far", async (_what, link, spoil) => {
    const order = ["oidc_role_arn", "cli_profile", "profile", "ecs_ram_role", "credential_uri"] as const;
    const names = {
      oidc_role_arn: "oidc",
      cli_profile: "config",
      profile: "ini",
      ecs_ram_role: "ecs",
      credential_uri: "uri",
    } as const;
    const before = order.slice(
      0,
      order.findIndex((each) => each === link),
    );
    const host = machine(["env", ...before.map((each) => names[each])]);
    spoil(host);
    const error = await failureOf(() => load(defaultChain(), host));
    expect(error.code).not.toBe("CHAIN_EXHAUSTED");
    expect(error.source).toMatch(new RegExp(`^default/${link}`));
    expect(error.attempts.at(-1)).toMatchObject({ outcome: "failed" });
    expect(error.attempts.map(({ source }) => source)).toEqual([
      "default/env",
      ...before.map((each) => `default/${each}`),
      error.source,
    ]);
  });

  test("onFailure: continue gives the vendor's behaviour", async () => {
    const host = machine(["env"]);
    host.files.remove("/token");
    expect((await load(defaultChain({ onFailure: "continue" }), host)).identity.source).toBe(
      "default/cli_profile/static_ak",
    );
  });
});

describe("3.2: pinning and walking", () => {
  test("after a success the winner answers alone, and its failure is the chain's", async () => {
    const host = machine(["env", "oidc"]);
    const source = defaultChain();
    await load(source, host);
    host.environment.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "late");
    host.environment.set("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "late");
    expect((await load(source, host)).accessKeyId).toBe("LTAIcli");
    host.files.remove(configPath);
    expect(await failureOf(() => load(source, host))).toMatchObject({
      code: "NOT_CONFIGURED",
      source: "default/cli_profile",
    });
  });

  test("after a total failure the next call walks the whole chain again", async () => {
    const host = machine(["env", "oidc", "config", "ini", "ecs", "uri"]);
    await using provider = createProvider(defaultChain(), { host });
    await expect(provider.getCredentials()).rejects.toSatisfy(isCredentialsError);
    for (const [name, value] of Object.entries(keys)) host.environment.set(name, value);
    await host.clock.advance(60_000);
    expect((await provider.getCredentials()).identity.source).toBe("default/env");
  });

  test("concurrent first calls share one walk, and the trace names every link and what was seen", async () => {
    const host = machine(["env", "oidc", "config", "ini", "ecs"]);
    await using provider = createProvider(defaultChain(), { host });
    const all = await Promise.all(Array.from({ length: 50 }, () => provider.getCredentials()));
    expect(new Set(all.map(({ identity }) => identity.source))).toEqual(new Set(["default/credential_uri"]));
    expect(host.requests).toHaveLength(3);
    const traced = provider.status().attempts.map(({ source, outcome }: Attempt) => `${source} ${outcome}`);
    expect(traced).toEqual([
      "default/env unavailable",
      "default/oidc_role_arn unavailable",
      "default/cli_profile unavailable",
      "default/profile unavailable",
      "default/ecs_ram_role unavailable",
      "default/credential_uri success",
    ]);
  });
});

describe("options", () => {
  test("endpoints reach the links", async () => {
    const host = machine(["env"]);
    await load(defaultChain({ stsEndpoint: "sts.example.com" }), host);
    expect(host.requests[0]?.url.host).toBe("sts.example.com");
    const ecs = machine(["env", "oidc", "config", "ini"]);
    await load(defaultChain({ metadataEndpoint: "http://127.0.0.1:77", timeout: 5 }), ecs);
    expect(ecs.requests[0]?.url.host).toBe("127.0.0.1:77");
    expect(ecs.requests[0]?.original.readTimeout).toBe(5);
  });

  test("profileName picks the profile in both files", async () => {
    const host = machine(["env", "oidc"]);
    expect((await load(defaultChain({ profileName: "me" }), host)).accessKeyId).toBe("LTAIcli");
    expect(() => defaultChain({ timeout: -1 })).toThrow("timeout");
    // @ts-expect-error a caller without types
    expect(() => defaultChain({ onFailure: "ignore" })).toThrow("onFailure");
    // @ts-expect-error a caller without types
    expect(() => defaultChain({ roleArn: "x" })).toThrow("roleArn");
  });
});

test("4.4: External without an expiration runs at every call, through the profile and the chain", async () => {
  const host = machine(["env", "oidc"]);
  const profiles = [{ name: "me", mode: "External", process_command: "tool" }];
  host.files.write(configPath, JSON.stringify({ current: "me", profiles }));
  host.onExecFile(() => ({
    stdout: JSON.stringify({ access_key_id: "EXT", access_key_secret: canary.accessKeySecret }),
  }));
  await using provider = createProvider(defaultChain(), { host });
  await Promise.all([provider.getCredentials(), provider.getCredentials()]);
  expect(host.commands).toHaveLength(1);
  await provider.getCredentials();
  expect(host.commands).toHaveLength(2);
});
