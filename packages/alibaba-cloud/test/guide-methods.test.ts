import { createProvider } from "@credport/node";
import type { CredentialsProvider } from "@credport/core";
import { canary, scriptedHost } from "@credport/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { cliProfile, createCredentials, defaultChain, OpenApiClient } from "../src/index.js";
import { queryOf } from "./support/answers.js";
import { useRealMachine } from "./support/real-machine.js";

// The official guide's nine methods, as the README translates them, each with the guide's own example call on the emulator.

const machine = useRealMachine();
const roleSessionName = "guide";
let pair: { readonly accessKeyId: string; readonly accessKeySecret: string };
let roleArn: string;
let stsEndpoint: string;

beforeEach(() => {
  const { cloud } = machine;
  const { accessKeyId, accessKeySecret } = cloud.accounts.createUser();
  const role = cloud.accounts.createRole({ name: "guide" });
  cloud.metadata.role = role;
  cloud.credentialsUri.role = role;
  pair = { accessKeyId, accessKeySecret };
  roleArn = role.arn;
  stsEndpoint = cloud.sts.url;
});

/** The guide's example: DescribeRegions of ECS. Answers whose credentials it was called with. */
async function describeRegions(provider: CredentialsProvider): Promise<string> {
  const { cloud } = machine;
  await using client = new OpenApiClient({ provider, endpoint: cloud.ecs.url, version: "2014-05-26" });
  const { body } = await client.call({ action: "DescribeRegions", method: "GET" });
  expect(body).toMatchObject({ Regions: { Region: [{ RegionId: "cn-hangzhou" }, {}, {}] } });
  const { identity } = await provider.getCredentials();
  await provider[Symbol.asyncDispose]();
  return identity.source;
}

describe("the guide's methods, one by one", () => {
  test("1: the default chain", async () => {
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: pair.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: pair.accessKeySecret,
    };
    expect(await describeRegions(createCredentials(null, { host: machine.host(env) }))).toBe("default/env");
    expect(await describeRegions(createProvider(defaultChain(), { host: machine.host(env) }))).toBe("default/env");
  });

  test("2: an access key", async () => {
    const env = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: pair.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: pair.accessKeySecret,
    };
    expect(await describeRegions(createCredentials({ type: "access_key", ...pair }))).toBe("static_ak");
    const config = { type: "access_key", accessKeyId: undefined, accessKeySecret: undefined } as const;
    expect(await describeRegions(createCredentials(config, { host: machine.host(env) }))).toBe("static_ak");
  });

  test("3: an STS token", async () => {
    const { cloud } = machine;
    const role = cloud.accounts.findRole(roleArn);
    if (role === undefined) throw new Error("no role");
    const { accessKeyId, accessKeySecret, securityToken } = cloud.accounts.issueSession({ of: role });
    const config = { type: "sts", accessKeyId, accessKeySecret, securityToken } as const;
    expect(await describeRegions(createCredentials(config))).toBe("static_sts");
  });

  test("4: an access key and a role", async () => {
    const policy = '{"Statement": [{"Action": ["*"],"Effect": "Allow","Resource": ["*"]}],"Version":"1"}';
    const session = { roleArn, roleSessionName, policy, roleSessionExpiration: 3600, externalId: "external" };
    const config = { type: "ram_role_arn", ...pair, ...session, stsEndpoint } as const;
    expect(await describeRegions(createCredentials(config, { host: machine.host() }))).toBe("ram_role_arn/static_ak");
  });

  test("5: the role of an ECS instance", async () => {
    const { url: metadataEndpoint } = machine.cloud.metadata;
    for (const options of [{}, { roleName: "guide" }, { disableIMDSv1: true }]) {
      const config = { type: "ecs_ram_role", metadataEndpoint, ...options } as const;
      expect(await describeRegions(createCredentials(config, { host: machine.host() }))).toBe("ecs_ram_role");
    }
  });

  test("6: a role for an OIDC token", async () => {
    const { oidc } = machine.cloud;
    const config = {
      type: "oidc_role_arn",
      roleArn,
      oidcProviderArn: oidc.providerArn,
      oidcTokenFilePath: await oidc.projectToken(`${machine.home}/tokens`),
      roleSessionName,
      roleSessionExpiration: 3600,
      stsEndpoint,
    } as const;
    expect(await describeRegions(createCredentials(config, { host: machine.host() }))).toBe("oidc_role_arn");
  });

  test("7: a credentials URI", async () => {
    const credentialsURI = machine.cloud.credentialsUri.url;
    machine.cloud.credentialsUri.code = undefined;
    const provider = createCredentials({ type: "credentials_uri", credentialsURI }, { host: machine.host() });
    expect(await describeRegions(provider)).toBe("credential_uri");
  });

  test("8: a bearer token, which Cloud Call Center alone takes", async () => {
    const host = scriptedHost();
    host.onRequest(() => ({ body: {} }));
    const provider = createCredentials({ type: "bearer", bearerToken: canary.bearerToken }, { host });
    const client = new OpenApiClient({
      provider,
      endpoint: "ccc.cn-shanghai.aliyuncs.com",
      version: "2020-07-01",
      host,
    });
    await client.call({ action: "GetInstance", query: { InstanceId: "ccc-test" } });
    const [request] = host.requests;
    expect(request?.headers).toMatchObject({ "x-acs-bearer-token": canary.bearerToken, "x-acs-action": "GetInstance" });
    expect(queryOf(request)).toEqual({ InstanceId: "ccc-test", SignatureType: "BEARERTOKEN" });
  });

  test("9: every mode of the guide's config.json, by profile name", async () => {
    const { cloud, home } = machine;
    const role = cloud.accounts.findRole(roleArn);
    if (role === undefined) throw new Error("no role");
    const session = cloud.accounts.issueSession({ of: role });
    const signIn = cloud.sso.signIn({ role, accountId: "151266", accessConfigurationId: "ac-00s1", lifetime: 600 });
    const login = cloud.oauth.logIn(role);
    const keys = { access_key_id: pair.accessKeyId, access_key_secret: pair.accessKeySecret };
    const assumed = { ram_role_arn: roleArn, ram_session_name: roleSessionName, expired_seconds: 3600 };
    const profiles = [
      { name: "ak", mode: "AK", ...keys },
      {
        name: "sts",
        mode: "StsToken",
        access_key_id: session.accessKeyId,
        access_key_secret: session.accessKeySecret,
        sts_token: session.securityToken,
      },
      { name: "role", mode: "RamRoleArn", ...keys, ...assumed },
      { name: "ecs", mode: "EcsRamRole", ram_role_name: "guide" },
      {
        name: "oidc",
        mode: "OIDC",
        oidc_provider_arn: cloud.oidc.providerArn,
        oidc_token_file: await cloud.oidc.projectToken(`${home}/tokens`),
        ...assumed,
      },
      { name: "chain", mode: "ChainableRamRoleArn", source_profile: "ak", ...assumed },
      {
        name: "sso",
        mode: "CloudSSO",
        cloud_sso_sign_in_url: `${cloud.sso.url}/login`,
        access_token: signIn.accessToken,
        cloud_sso_access_token_expire: signIn.accessTokenExpire,
        cloud_sso_access_config: "ac-00s1",
        cloud_sso_account_id: "151266",
      },
      {
        name: "oauth",
        mode: "OAuth",
        region_id: "cn-hangzhou",
        output_format: "json",
        language: "zh",
        sts_expiration: "0",
        oauth_access_token: login.accessToken,
        oauth_refresh_token: login.refreshToken,
        oauth_access_token_expire: login.accessTokenExpire,
        oauth_site_type: "EN",
      },
    ];
    const profileFile = await machine.write("custom.json", { current: "ak", profiles });
    const endpoints = { stsEndpoint, metadataEndpoint: cloud.metadata.url, oauthEndpoint: cloud.oauth.url };
    const paths: string[] = [];
    for (const { name: profileName } of profiles) {
      const source = cliProfile({ profileName, profileFile, ...endpoints });
      paths.push(await describeRegions(createProvider(source, { host: machine.host() })));
    }
    expect(paths).toEqual(
      [
        "static_ak",
        "static_sts",
        "ram_role_arn/static_ak",
        "ecs_ram_role",
        "oidc_role_arn",
        "ram_role_arn/static_ak",
        "cloud_sso",
        "oauth",
      ].map((path) => `cli_profile/${path}`),
    );
  });
});
