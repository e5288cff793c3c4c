import type { AccessKeyCredentials } from "@credport/core";
import { createProvider } from "@credport/node";
import { lstat, readFile, rename, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cliProfile, createCredentials, defaultChain, ecsRamRole, environment, ramRoleArn } from "../src/index.js";
import { useRealMachine } from "./support/real-machine.js";

const machine = useRealMachine();

/** Whether the cloud takes these credentials now. */
function expectGood({ accessKeyId, securityToken }: AccessKeyCredentials): void {
  const { cloud } = machine;
  expect(cloud.accounts.lookup(accessKeyId, securityToken, cloud.clock.now()).rejection).toBeUndefined();
}

/** Where the emulated services are, for the chain. */
const endpoints = (): object => ({
  stsEndpoint: machine.cloud.sts.url,
  metadataEndpoint: machine.cloud.metadata.url,
  oauthEndpoint: machine.cloud.oauth.url,
});

describe("a pod with RRSA", () => {
  test("assumes its role with the projected token, and again after the token was swapped", async () => {
    const { cloud } = machine;
    const role = cloud.accounts.createRole({ name: "pod" });
    const directory = join(machine.home, "tokens");
    const host = machine.host({
      ALIBABA_CLOUD_ROLE_ARN: role.arn,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: cloud.oidc.providerArn,
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: await cloud.oidc.projectToken(directory),
    });
    await using provider = createProvider(defaultChain(endpoints()), { host });
    const first = await provider.getCredentials();
    expect(first.identity).toMatchObject({ source: "default/oidc_role_arn", accountId: cloud.accountId });
    expectGood(first);

    await cloud.oidc.projectToken(directory);
    const second = await provider.getCredentials({ refresh: "force" });
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expectGood(second);
    expect(cloud.calls.count("sts", "AssumeRoleWithOIDC")).toBe(2);
  });
});

describe("an ECS instance", () => {
  test("its role assumes another: 3 metadata requests, then 1, and one AssumeRole each", async () => {
    const { cloud } = machine;
    cloud.metadata.role = cloud.accounts.createRole({ name: "instance" });
    const target = cloud.accounts.createRole({ name: "target" });
    const base = ecsRamRole({ metadataEndpoint: cloud.metadata.url });
    const source = ramRoleArn({ base, roleArn: target.arn, stsEndpoint: cloud.sts.url });
    await using provider = createProvider(source, { host: machine.host() });
    const credentials = await provider.getCredentials();
    expect(credentials.identity.source).toBe("ram_role_arn/ecs_ram_role");
    expectGood(credentials);
    expect([cloud.calls.count("metadata"), cloud.calls.count("sts")]).toEqual([3, 1]);
    await provider.getCredentials({ refresh: "force" });
    expect([cloud.calls.count("metadata"), cloud.calls.count("sts")]).toEqual([4, 2]);
  });

  test.each([
    { mode: "v2-only", requests: 3 },
    { mode: "v1-only", requests: 3 },
    { mode: "both", requests: 3 },
  ] as const)("$mode: $requests requests", async ({ mode, requests }) => {
    const { cloud } = machine;
    cloud.metadata.mode = mode;
    cloud.metadata.role = cloud.accounts.createRole({ name: "instance" });
    await using provider = createProvider(defaultChain(endpoints()), { host: machine.host() });
    expectGood(await provider.getCredentials());
    expect(cloud.calls.count("metadata")).toBe(requests);
  });

  test("a role that changes, and tokens that are forgotten, are found again", async () => {
    const { cloud } = machine;
    cloud.metadata.role = cloud.accounts.createRole({ name: "before" });
    await using provider = createProvider(ecsRamRole({ metadataEndpoint: cloud.metadata.url }), {
      host: machine.host(),
    });
    await provider.getCredentials();
    cloud.metadata.role = cloud.accounts.createRole({ name: "after" });
    cloud.metadata.forgetTokens();
    cloud.calls.reset();
    expectGood(await provider.getCredentials({ refresh: "force" }));
    // The kept token refused, a new one, the kept name gone, discovered, read.
    expect(cloud.calls.count("metadata")).toBe(5);
  });
});

describe("a developer's machine", () => {
  test("CLI profile with OAuth: tokens rotate in the file, through a symbolic link, mode and other content kept", async () => {
    const { cloud } = machine;
    const login = cloud.oauth.logIn(cloud.accounts.createRole({ name: "person" }));
    const before = {
      current: "login",
      meta_path: "/tmp",
      profiles: [
        { name: "other", mode: "AK", access_key_id: "a", access_key_secret: "b", output_format: "json" },
        {
          name: "login",
          mode: "OAuth",
          oauth_site_type: "CN",
          oauth_refresh_token: login.refreshToken,
          oauth_access_token: login.accessToken,
          oauth_access_token_expire: 1,
          language: "zh",
        },
      ],
    };
    const path = await machine.write(".aliyun/config.json", before);
    const real = join(machine.home, "dotfile.json");
    await rename(path, real);
    await symlink(real, path);

    await using provider = createProvider(defaultChain(endpoints()), { host: machine.host() });
    const credentials = await provider.getCredentials();
    expect(credentials.identity.source).toBe("default/cli_profile/oauth");
    expectGood(credentials);
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const written = JSON.parse(await readFile(real, "utf8"));
    expect(written).toEqual({
      ...before,
      profiles: [
        before.profiles[0],
        {
          ...before.profiles[1],
          oauth_refresh_token: expect.not.stringMatching(login.refreshToken),
          oauth_access_token: expect.not.stringMatching(login.accessToken),
          oauth_access_token_expire: expect.any(Number),
          access_key_id: credentials.accessKeyId,
          access_key_secret: credentials.accessKeySecret,
          sts_token: credentials.securityToken,
          sts_expiration: Math.floor((credentials.expiration?.getTime() ?? 0) / 1000),
        },
      ],
    });

    // Another process starts: the stored access token is still good, so no refresh token is spent.
    await using other = createProvider(cliProfile({ oauthEndpoint: cloud.oauth.url }), { host: machine.host() });
    expectGood(await other.getCredentials());
    expect(cloud.calls.counts()["oauth"]).toEqual({ Token: 1, Exchange: 2 });
  });

  test("two processes at once spend the refresh token once", async () => {
    const { cloud } = machine;
    const login = cloud.oauth.logIn(cloud.accounts.createRole({ name: "person" }));
    await machine.write(".aliyun/config.json", {
      current: "login",
      profiles: [{ name: "login", mode: "OAuth", oauth_site_type: "CN", oauth_refresh_token: login.refreshToken }],
    });
    const providers = [1, 2, 3].map(() =>
      createProvider(cliProfile({ oauthEndpoint: cloud.oauth.url }), { host: machine.host() }),
    );
    for (const credentials of await Promise.all(providers.map((provider) => provider.getCredentials())))
      expectGood(credentials);
    expect(cloud.calls.count("oauth", "Token")).toBe(1);
    for (const provider of providers) await provider[Symbol.asyncDispose]();
  });

  test("CLI profile with CloudSSO as the source of a role", async () => {
    const { cloud } = machine;
    const role = cloud.accounts.createRole({ name: "sso" });
    const grant = { role, accountId: "42", accessConfigurationId: "ac-1", lifetime: 600 };
    const { accessToken, accessTokenExpire } = cloud.sso.signIn(grant);
    await machine.write(".aliyun/config.json", {
      current: "chained",
      profiles: [
        { name: "chained", mode: "ChainableRamRoleArn", source_profile: "sso", ram_role_arn: role.arn },
        {
          name: "sso",
          mode: "CloudSSO",
          cloud_sso_sign_in_url: `${cloud.sso.url}/login`,
          cloud_sso_account_id: "42",
          cloud_sso_access_config: "ac-1",
          access_token: accessToken,
          cloud_sso_access_token_expire: accessTokenExpire,
        },
      ],
    });
    await using provider = createProvider(cliProfile({ stsEndpoint: cloud.sts.url }), { host: machine.host() });
    const credentials = await provider.getCredentials();
    expect(credentials.identity.source).toBe("cli_profile/ram_role_arn/cloud_sso");
    expectGood(credentials);
  });

  test("CLI profile with a program of one's own", async () => {
    const user = machine.cloud.accounts.createUser();
    const output = { access_key_id: user.accessKeyId, access_key_secret: user.accessKeySecret, note: 'it\'s "quoted"' };
    const script = await machine.write("my tool.mjs", `console.log(JSON.stringify(${JSON.stringify(output)}));`);
    await machine.write(".aliyun/config.json", {
      current: "ext",
      profiles: [{ name: "ext", mode: "External", process_command: `"${process.execPath}" '${script}'` }],
    });
    await using provider = createProvider(defaultChain(endpoints()), { host: machine.host() });
    const credentials = await provider.getCredentials();
    expect(credentials.identity.source).toBe("default/cli_profile/external");
    expectGood(credentials);
  });

  test("ini file", async () => {
    const { cloud } = machine;
    const { accessKeyId, accessKeySecret } = cloud.accounts.createUser();
    const role = cloud.accounts.createRole({ name: "ini" });
    await machine.write(
      ".alibabacloud/credentials",
      `[default]\ntype = ram_role_arn\naccess_key_id = ${accessKeyId}\naccess_key_secret = ${accessKeySecret}\nrole_arn = ${role.arn}\n`,
    );
    await using provider = createProvider(defaultChain(endpoints()), { host: machine.host() });
    const credentials = await provider.getCredentials();
    expect(credentials.identity.source).toBe("default/profile/ram_role_arn/static_ak");
    expectGood(credentials);
  });

  test("credentials URI, the chain's last link, when nothing else is there", async () => {
    const { cloud } = machine;
    cloud.credentialsUri.role = cloud.accounts.createRole({ name: "uri" });
    const host = machine.host({
      ALIBABA_CLOUD_CREDENTIALS_URI: cloud.credentialsUri.url,
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    });
    await using provider = createProvider(defaultChain(endpoints()), { host });
    const credentials = await provider.getCredentials();
    expect(credentials.identity.source).toBe("default/credential_uri");
    expectGood(credentials);
  });
});

describe("AssumeRole", () => {
  test("9.1 and 2.1: keys from the environment, a role, and another role on top", async () => {
    const { cloud } = machine;
    const user = cloud.accounts.createUser();
    const [first, second] = [
      cloud.accounts.createRole({ name: "first" }),
      cloud.accounts.createRole({ name: "second" }),
    ];
    const host = machine.host({
      ALIBABA_CLOUD_ACCESS_KEY_ID: user.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: user.accessKeySecret,
    });
    const stsEndpoint = cloud.sts.url;
    const inner = ramRoleArn({ base: environment(), roleArn: first.arn, stsEndpoint });
    await using provider = createProvider(ramRoleArn({ base: inner, roleArn: second.arn, stsEndpoint }), { host });
    const credentials = await provider.getCredentials();
    expect(credentials.identity.source).toBe("ram_role_arn/ram_role_arn/env");
    expect(credentials.identity.principal).toContain("assumed-role/second/");
    expectGood(credentials);
  });

  test("10: a wrong secret is AUTH_REJECTED, an unknown key a plain refusal", async () => {
    const { cloud } = machine;
    const { accessKeyId } = cloud.accounts.createUser();
    const { arn: roleArn } = cloud.accounts.createRole({ name: "r" });
    const common = { type: "ram_role_arn", roleArn, stsEndpoint: cloud.sts.url } as const;
    await using wrong = createCredentials(
      { ...common, accessKeyId, accessKeySecret: "wrong-secret" },
      { host: machine.host() },
    );
    await expect(wrong.getCredentials()).rejects.toMatchObject({
      code: "AUTH_REJECTED",
      vendorCode: "SignatureDoesNotMatch",
    });
    await using unknown = createCredentials(
      { ...common, accessKeyId: "LTAIunknown", accessKeySecret: "s" },
      { host: machine.host() },
    );
    await expect(unknown.getCredentials()).rejects.toMatchObject({
      code: "HTTP_STATUS",
      vendorCode: "InvalidAccessKeyId.NotFound",
    });
  });

  test("an abort ends the caller's wait, the load goes on", async () => {
    const { cloud } = machine;
    const { accessKeyId, accessKeySecret } = cloud.accounts.createUser();
    const { arn: roleArn } = cloud.accounts.createRole({ name: "r" });
    const hang = cloud.faults.add({ service: "sts", kind: "hang" });
    await using provider = createCredentials(
      { type: "ram_role_arn", accessKeyId, accessKeySecret, roleArn, stsEndpoint: cloud.sts.url },
      { host: machine.host() },
    );
    const controller = new AbortController();
    const waiting = provider.getCredentials({ signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "ABORTED" });
    hang.release();
    expectGood(await provider.getCredentials());
  });
});
