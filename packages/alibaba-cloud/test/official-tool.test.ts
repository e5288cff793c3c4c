import { createProvider } from "@credport/node";
import { isCredentialsError, type AccessKeyCredentials, type CredentialsError } from "@credport/core";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeEach, describe, expect, test } from "vitest";
import { createCredentials, defaultChain, type AccessKeyConfig } from "../src/index.js";
import { useRealMachine } from "./support/real-machine.js";

/** What the official tool, `@alicloud/credentials` 2.4.7, answered. */
interface OfficialAnswer {
  readonly models?: readonly {
    accessKeyId: string;
    accessKeySecret: string;
    securityToken?: string;
    type: string;
    providerName: string;
  }[];
  readonly error?: { readonly name: string; readonly message: string };
}

const machine = useRealMachine();
let accessKeyId: string;
let accessKeySecret: string;
let roleArn: string;

beforeEach(() => {
  ({ accessKeyId, accessKeySecret } = machine.cloud.accounts.createUser());
  const role = machine.cloud.accounts.createRole({ name: "app" });
  roleArn = role.arn;
  machine.cloud.metadata.role = role;
  machine.cloud.credentialsUri.role = role;
});

/** The official tool on this machine's home directory, with these variables; its own hosts lead to the emulated services. */
async function official(
  env: Record<string, string> = {},
  config: object | null = null,
  calls = 1,
): Promise<OfficialAnswer> {
  const { cloud, home } = machine;
  const services = {
    "sts.aliyuncs.com": cloud.sts.host,
    "100.100.100.200": cloud.metadata.host,
    "sso.example.com": cloud.sso.host,
    "oauth.aliyun.com": cloud.oauth.host,
  };
  const script = fileURLToPath(new URL("support/official-tool.mjs", import.meta.url));
  const options = { env: { HOME: home, ...env } };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, JSON.stringify(services), JSON.stringify(config), String(calls)],
    options,
  );
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

/** Ours on the same machine. */
async function ours(env: Record<string, string> = {}, config?: AccessKeyConfig): Promise<AccessKeyCredentials> {
  const { cloud } = machine;
  const options = { host: machine.host(env) };
  await using provider =
    config === undefined
      ? createProvider(
          defaultChain({
            stsEndpoint: cloud.sts.url,
            metadataEndpoint: cloud.metadata.url,
            oauthEndpoint: cloud.oauth.url,
          }),
          options,
        )
      : createCredentials(config, options);
  return await provider.getCredentials();
}

/** Our error on the same machine. */
async function ourError(env: Record<string, string> = {}): Promise<CredentialsError> {
  const error: unknown = await ours(env).catch((thrown: unknown) => thrown);
  if (isCredentialsError(error)) return error;
  throw new Error("it did not fail");
}

const keys = (): Record<string, string> => ({
  ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
});
const ak = (name = "ak"): object => ({
  name,
  mode: "AK",
  access_key_id: accessKeyId,
  access_key_secret: accessKeySecret,
});
const configJson = (...profiles: object[]): Promise<string> =>
  machine.write(".aliyun/config.json", { current: "top", profiles });
/** Without a metadata service the official tool waits for it: switched off, as it is on a developer's machine. */
const noMetadata = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };

describe("the same answers", () => {
  test("the environment's keys", async () => {
    const { models: [theirs] = [] } = await official(keys());
    const own = await ours(keys());
    expect(theirs).toMatchObject({
      accessKeyId: own.accessKeyId,
      accessKeySecret: own.accessKeySecret,
      providerName: own.identity.source,
    });
  });

  test("the ini file", async () => {
    await machine.write(
      ".alibabacloud/credentials",
      `[default]\ntype = access_key\naccess_key_id = ${accessKeyId}\naccess_key_secret = ${accessKeySecret}`,
    );
    const { models: [theirs] = [] } = await official();
    const own = await ours();
    expect([theirs?.accessKeyId, theirs?.accessKeySecret]).toEqual([own.accessKeyId, own.accessKeySecret]);
  });

  test("a credentials URI", async () => {
    const credentialsURI = machine.cloud.credentialsUri.url;
    const { models: [theirs] = [] } = await official({}, { type: "credentials_uri", credentialsURI });
    const own = await ours({}, { type: "credentials_uri", credentialsURI });
    expect(theirs).toMatchObject({
      accessKeyId: own.accessKeyId,
      accessKeySecret: own.accessKeySecret,
      securityToken: own.securityToken,
      providerName: own.identity.source,
    });
  });

  test("the ECS role: the same session", async () => {
    const { models: [theirs] = [] } = await official();
    const own = await ours();
    expect(theirs).toMatchObject({
      accessKeyId: own.accessKeyId,
      accessKeySecret: own.accessKeySecret,
      securityToken: own.securityToken,
      providerName: own.identity.source,
    });
  });

  test("AssumeRole: the same role, and the same provider name", async () => {
    const config = { type: "ram_role_arn", accessKeyId, accessKeySecret, roleArn, roleSessionName: "same" } as const;
    const { models: [theirs] = [] } = await official({}, config);
    const own = await ours({}, { ...config, stsEndpoint: machine.cloud.sts.url });
    const { accounts, clock } = machine.cloud;
    const identities = [theirs, own].map(
      (each) => accounts.lookup(each?.accessKeyId ?? "", each?.securityToken, clock.now()).identity?.arn,
    );
    expect(identities).toEqual([own.identity.principal, own.identity.principal]);
    expect(theirs?.providerName).toBe(own.identity.source);
  });

  test("the OIDC role", async () => {
    const { cloud, home } = machine;
    const env = {
      ALIBABA_CLOUD_ROLE_ARN: roleArn,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: cloud.oidc.providerArn,
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: await cloud.oidc.projectToken(`${home}/tokens`),
    };
    const { models: [theirs] = [] } = await official(env);
    expect(theirs?.providerName).toBe("default/oidc_role_arn");
    expect((await ours(env)).identity.source).toBe("default/oidc_role_arn");
  });
});

describe("differences, each by its section", () => {
  test("1.1: theirs names one level of a path, ours all", async () => {
    await configJson({ name: "top", mode: "ChainableRamRoleArn", source_profile: "ak", ram_role_arn: roleArn }, ak());
    expect((await official()).models?.[0]?.providerName).toBe("default/cli_profile");
    expect((await ours()).identity.source).toBe("default/cli_profile/ram_role_arn/static_ak");
  });

  test("1.2, F19: theirs completes half a pair from the environment", async () => {
    const half = { type: "access_key", accessKeyId: "LTAIexplicit" };
    expect((await official(keys(), half)).models?.[0]).toMatchObject({ accessKeyId: "LTAIexplicit", accessKeySecret });
    expect(() => Reflect.apply(createCredentials, undefined, [half])).toThrow("accessKeySecret");
  });

  test("1.2 and F5: without a URI theirs asks a host called undefined, ours says what is missing", async () => {
    expect((await official({}, { type: "credentials_uri" })).error?.message).toContain("undefined");
    const config = { type: "credentials_uri", credentialsURI: undefined } as const;
    await expect(ours({}, config)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("ALIBABA_CLOUD_CREDENTIALS_URI"),
    });
    expect((await official(noMetadata)).error?.message).toContain("undefined");
    expect(await ourError(noMetadata)).toMatchObject({ code: "CHAIN_EXHAUSTED" });
  });

  test("2.1, F11: an STS refusal that is no JSON breaks theirs with a SyntaxError", async () => {
    const { faults } = machine.cloud;
    const config = { type: "ram_role_arn", accessKeyId, accessKeySecret: "wrong", roleArn } as const;
    faults.add({ service: "sts", kind: "corruptBody", times: 2 });
    expect((await official({}, config)).error?.name).toBe("SyntaxError");
    await expect(ours({}, { ...config, stsEndpoint: machine.cloud.sts.url })).rejects.toMatchObject({
      code: "HTTP_STATUS",
      httpStatus: 400,
    });
  });

  test("2.3: theirs sends 4 metadata requests, ours 3", async () => {
    const { calls } = machine.cloud;
    await official();
    expect(calls.count("metadata")).toBe(4);
    calls.reset();
    await ours();
    expect(calls.count("metadata")).toBe(3);
  });

  test("2.4: theirs takes an answer whose Code says that it failed", async () => {
    const { credentialsUri } = machine.cloud;
    credentialsUri.code = "Failed";
    const config = { type: "credentials_uri", credentialsURI: credentialsUri.url } as const;
    expect((await official({}, config)).models?.[0]?.accessKeyId).toMatch(/^STS\./);
    await expect(ours({}, config)).rejects.toMatchObject({ code: "INCOMPLETE_RESPONSE" });
  });

  test("2.5, F9: theirs sends CloudSSO no body and is refused", async () => {
    const { cloud } = machine;
    const role = cloud.accounts.findRole(roleArn);
    if (role === undefined) throw new Error("no role");
    const { accessToken, accessTokenExpire } = cloud.sso.signIn({
      role,
      accountId: "42",
      accessConfigurationId: "ac",
      lifetime: 600,
    });
    const sso = {
      name: "top",
      mode: "CloudSSO",
      cloud_sso_account_id: "42",
      cloud_sso_access_config: "ac",
      access_token: accessToken,
      cloud_sso_access_token_expire: accessTokenExpire,
    };
    await configJson({ ...sso, cloud_sso_sign_in_url: "https://sso.example.com/login" });
    expect((await official(noMetadata)).error).toBeDefined();
    await configJson({ ...sso, cloud_sso_sign_in_url: `${cloud.sso.url}/login` });
    expect((await ours()).identity.source).toBe("default/cli_profile/cloud_sso");
  });

  test("2.6, F13: after an exchange that fails theirs has lost the rotated refresh token, ours has stored it", async () => {
    const { cloud, home } = machine;
    const role = cloud.accounts.findRole(roleArn);
    if (role === undefined) throw new Error("no role");
    const path = `${home}/.aliyun/config.json`;
    const stored = async (): Promise<string> =>
      JSON.parse(await readFile(path, "utf8")).profiles[0].oauth_refresh_token;
    const logIn = async (): Promise<string> => {
      const { refreshToken } = cloud.oauth.logIn(role);
      await configJson({ name: "top", mode: "OAuth", oauth_site_type: "CN", oauth_refresh_token: refreshToken });
      cloud.faults.failNext({ service: "oauth", operation: "Exchange", status: 500, code: "InternalError" });
      return refreshToken;
    };
    const spent = await logIn();
    expect((await official(noMetadata)).error).toBeDefined();
    expect(await stored()).toBe(spent);
    expect((await official(noMetadata)).error).toBeDefined();
    const spentToo = await logIn();
    expect(await ourError(noMetadata)).toMatchObject({ code: "HTTP_STATUS", httpStatus: 500 });
    expect(await stored()).not.toBe(spentToo);
    expect((await ours(noMetadata)).identity.source).toBe("default/cli_profile/oauth");
  });

  test("2.8, F8: theirs writes what a program prints into config.json, ours writes nothing", async () => {
    const output = { access_key_id: accessKeyId, access_key_secret: accessKeySecret };
    const script = await machine.write("tool.mjs", `console.log(${JSON.stringify(JSON.stringify(output))});`);
    const path = await configJson({ name: "top", mode: "External", process_command: `${process.execPath} ${script}` });
    const before = await readFile(path, "utf8");
    expect((await ours(noMetadata)).accessKeyId).toBe(accessKeyId);
    expect(await readFile(path, "utf8")).toBe(before);
    expect((await official(noMetadata)).models?.[0]?.accessKeyId).toBe(accessKeyId);
    expect(JSON.parse(await readFile(path, "utf8")).profiles[0]).toMatchObject(output);
  });

  test("3.2: theirs walks past a profile that fails, to another identity; ours stops", async () => {
    await configJson({
      name: "top",
      mode: "RamRoleArn",
      access_key_id: "LTAIgone",
      access_key_secret: "s",
      ram_role_arn: roleArn,
    });
    expect((await official()).models?.[0]?.providerName).toBe("default/ecs_ram_role");
    expect(await ourError()).toMatchObject({
      code: "HTTP_STATUS",
      source: "default/cli_profile/ram_role_arn",
      vendorCode: "InvalidAccessKeyId.NotFound",
    });
  });

  test("3.3: theirs cannot find a section with a dot in its name", async () => {
    await machine.write(
      ".alibabacloud/credentials",
      `[a.b]\ntype = access_key\naccess_key_id = ${accessKeyId}\naccess_key_secret = ${accessKeySecret}`,
    );
    const env = { ALIBABA_CLOUD_PROFILE: "a.b", ...noMetadata };
    expect((await official(env)).error).toBeDefined();
    expect((await ours(env)).accessKeyId).toBe(accessKeyId);
  });

  test("3.3: theirs completes an ini section from the environment, ours says what it lacks", async () => {
    await machine.write(".alibabacloud/credentials", `[default]\ntype = access_key\naccess_key_id = LTAIini`);
    const env = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret, ...noMetadata };
    expect((await official(env)).models?.[0]).toMatchObject({ accessKeyId: "LTAIini", accessKeySecret });
    expect(await ourError(env)).toMatchObject({ code: "PROFILE_INVALID" });
  });

  test.each([
    ["a mode in lower case", (): object => ({ ...ak("top"), mode: "ak" }), "static_ak"],
    [
      "mode RamRoleArnWithRoleName",
      (): object => ({ name: "top", mode: "RamRoleArnWithRoleName", ram_role_name: "app", ram_role_arn: roleArn }),
      "ram_role_arn/ecs_ram_role",
    ],
  ])("3.4: theirs rejects %s", async (_what, profile, inner) => {
    await configJson(profile());
    expect((await official()).models?.[0]?.providerName).toBe("default/ecs_ram_role");
    expect((await ours()).identity.source).toBe(`default/cli_profile/${inner}`);
  });

  test("3.4: a byte order mark breaks theirs", async () => {
    await machine.write(".aliyun/config.json", `\uFEFF${JSON.stringify({ current: "ak", profiles: [ak()] })}`);
    expect((await official(noMetadata)).error).toBeDefined();
    expect((await ours(noMetadata)).accessKeyId).toBe(accessKeyId);
  });

  test("3.4, F18: theirs ignores ALIBABA_CLOUD_CONFIG_FILE", async () => {
    const path = await machine.write("elsewhere.json", { current: "ak", profiles: [ak()] });
    const env = { ALIBABA_CLOUD_CONFIG_FILE: path, ...noMetadata };
    expect((await official(env)).error).toBeDefined();
    expect((await ours(env)).accessKeyId).toBe(accessKeyId);
  });

  test("3.4: theirs rejects mode CredentialsURI", async () => {
    await configJson({ name: "top", mode: "CredentialsURI", credentials_uri: machine.cloud.credentialsUri.url });
    expect((await official(noMetadata)).error?.message).toContain("unsupported");
    expect((await ours(noMetadata)).identity.source).toBe("default/cli_profile/credential_uri");
  });

  test("3.4, F12: profiles that name each other overflow theirs", async () => {
    const link = (name: string, source_profile: string): object => ({
      name,
      mode: "ChainableRamRoleArn",
      source_profile,
      ram_role_arn: roleArn,
    });
    await configJson(link("top", "other"), link("other", "top"));
    expect((await official(noMetadata)).error?.message).toContain("call stack");
    expect(await ourError(noMetadata)).toMatchObject({ code: "PROFILE_LOOP" });
  });

  test("7, F6: theirs puts a malformed config.json into its error", async () => {
    await machine.write(".aliyun/config.json", `{"access_key_secret": "${accessKeySecret}"`);
    expect((await official(noMetadata)).error?.message).toContain(accessKeySecret);
    expect((await ourError(noMetadata)).message).not.toContain(accessKeySecret);
  });

  test("4.3, F1: 20 concurrent first calls are 20 requests of theirs, 1 of ours", async () => {
    const { calls, credentialsUri } = machine.cloud;
    await official({}, { type: "credentials_uri", credentialsURI: credentialsUri.url }, 20);
    expect(calls.count("credentialsUri")).toBe(20);
    calls.reset();
    await using provider = createCredentials({ type: "credentials_uri", credentialsURI: credentialsUri.url });
    await Promise.all(Array.from({ length: 20 }, () => provider.getCredentials()));
    expect(calls.count("credentialsUri")).toBe(1);
  });
});
