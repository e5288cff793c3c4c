import { canary, scriptedHost, sourceConformance, type ScriptedHost } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { formOf, inAnHour, queryOf, roleAnswer, session, trail } from "../../test/support/answers.js";
import { failureOf, load, loadFailure, unavailableReason } from "../../test/support/failure-of.js";
import { cliProfile, type CliProfileOptions } from "./cli-profile.js";

const path = "/home/tester/.aliyun/config.json";
const ak = { name: "ak", mode: "AK", access_key_id: "LTAIid", access_key_secret: canary.accessKeySecret };
const role = { ram_role_arn: "acs:ram::1:role/x" };

/** A host with this config.json, where every service answers well. */
function fileHost(profiles: readonly object[], env: Record<string, string> = {}, current?: unknown): ScriptedHost {
  const first = profiles[0];
  const name = first !== undefined && "name" in first ? first.name : undefined;
  const host = scriptedHost({
    env,
    files: { [path]: JSON.stringify({ current: current ?? name, profiles }), "/token": "jwt" },
  });
  host.onRequest(({ method, url }) => {
    if (url.host.startsWith("sts")) return { body: roleAnswer };
    if (method === "PUT") return { body: "tok" };
    if (url.pathname.endsWith("/security-credentials/")) return { body: "found" };
    if (url.pathname === "/cloud-credentials") return { body: { CloudCredential: session } };
    return { body: { Code: "Success", ...session } };
  });
  host.onExecFile(() => ({
    stdout: JSON.stringify({ access_key_id: "EXT", access_key_secret: canary.accessKeySecret, expiration: inAnHour }),
  }));
  return host;
}

const failing = (profile: object, code: "PROFILE_INVALID" | "PROFILE_NOT_FOUND" | "FILE_MALFORMED") => () => ({
  source: cliProfile(),
  host: fileHost([profile]),
  code,
});

sourceConformance({
  name: "cli_profile",
  working: () => ({ source: cliProfile(), host: fileHost([ak]) }),
  unconfigured: () => ({ source: cliProfile(), host: scriptedHost() }),
  failing: {
    "an unknown mode": failing({ ...ak, mode: canary.password }, "PROFILE_INVALID"),
    "half a key": failing({ ...ak, access_key_id: "" }, "PROFILE_INVALID"),
    "malformed JSON": () => ({
      source: cliProfile(),
      host: scriptedHost({ files: { [path]: `{"a": "${canary.accessKeySecret}` } }),
      code: "FILE_MALFORMED",
    }),
    "a text where a number belongs": failing(
      { ...ak, mode: "RamRoleArn", ...role, expired_seconds: canary.password },
      "PROFILE_INVALID",
    ),
  },
});

describe("3.4: path", () => {
  const elsewhere = (env: Record<string, string>): ScriptedHost =>
    scriptedHost({
      env,
      files: {
        "/a.json": JSON.stringify({ current: "ak", profiles: [{ ...ak, access_key_id: "A" }] }),
        "/b.json": JSON.stringify({ current: "ak", profiles: [{ ...ak, access_key_id: "B" }] }),
        [path]: JSON.stringify({ current: "ak", profiles: [ak] }),
      },
    });

  test.each<[string, CliProfileOptions, Record<string, string>, string]>([
    ["explicit", { profileFile: "/a.json" }, { ALIBABA_CLOUD_CONFIG_FILE: "/b.json" }, "A"],
    ["ALIBABA_CLOUD_CONFIG_FILE", { profileFile: "" }, { ALIBABA_CLOUD_CONFIG_FILE: "/b.json" }, "B"],
    ["home", {}, {}, "LTAIid"],
  ])("%s", async (_what, options, env, accessKeyId) => {
    expect(await load(cliProfile(options), elsewhere(env))).toMatchObject({ accessKeyId });
  });

  test("no home, no file: NOT_CONFIGURED, naming what was looked for", async () => {
    const homeless = scriptedHost({ homedir: null });
    expect(await unavailableReason(cliProfile(), homeless)).toContain("home");
    expect((await loadFailure(cliProfile(), homeless)).code).toBe("NOT_CONFIGURED");
    const error = await loadFailure(cliProfile(), scriptedHost());
    expect(error.code).toBe("NOT_CONFIGURED");
    expect(error.message).toContain(path);
  });

  test("a file that cannot be read is FILE_UNREADABLE", async () => {
    const host = scriptedHost();
    host.files.makeUnreadable(path);
    expect(await loadFailure(cliProfile(), host)).toMatchObject({ code: "FILE_UNREADABLE" });
  });

  test("read at each load: an edit is seen", async () => {
    const host = fileHost([ak]);
    const source = cliProfile();
    await load(source, host);
    host.files.write(path, JSON.stringify({ current: "ak", profiles: [{ ...ak, access_key_id: "edited" }] }));
    expect((await load(source, host)).accessKeyId).toBe("edited");
  });

  test("the kill switch: DISABLED, the file unread", async () => {
    const host = fileHost([ak], { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "TRUE" });
    const error = await loadFailure(cliProfile(), host);
    expect(error.code).toBe("DISABLED");
    expect(error.message).toContain("ALIBABA_CLOUD_CLI_PROFILE_DISABLED");
    expect(host.files.reads).toEqual([]);
  });
});

describe("3.4: profile", () => {
  const other = { ...ak, name: "other", access_key_id: "OTHER" };
  const third = { ...ak, name: "third", access_key_id: "THIRD" };

  test.each<[string, CliProfileOptions, Record<string, string>, string]>([
    ["explicit", { profileName: "other" }, { ALIBABA_CLOUD_PROFILE: "third" }, "OTHER"],
    ["ALIBABA_CLOUD_PROFILE", { profileName: "" }, { ALIBABA_CLOUD_PROFILE: "third" }, "THIRD"],
    ["current", {}, {}, "LTAIid"],
  ])("%s", async (_what, options, env, accessKeyId) => {
    expect(await load(cliProfile(options), fileHost([ak, other, third], env))).toMatchObject({ accessKeyId });
  });

  test("current empty and no name: not configured", async () => {
    expect(await unavailableReason(cliProfile(), fileHost([ak], {}, ""))).toContain("ALIBABA_CLOUD_PROFILE");
  });

  test("3.2: a name from the variable that the file lacks: not configured (the ini file may have it)", async () => {
    const host = fileHost([ak], { ALIBABA_CLOUD_PROFILE: "ini-only" });
    expect(await unavailableReason(cliProfile(), host)).toContain("ini-only");
    expect(await loadFailure(cliProfile(), host)).toMatchObject({ code: "PROFILE_NOT_FOUND" });
  });

  test.each<[string, CliProfileOptions, string]>([
    ["an explicit name", { profileName: "gone" }, "gone"],
    ["current", {}, "lost"],
  ])(
    "3.2 and 10: %s that the file lacks fails: PROFILE_NOT_FOUND names it and the path",
    async (_what, options, name) => {
      const error = await failureOf(() => load(cliProfile(options), fileHost([ak], {}, "lost")));
      expect(error).toMatchObject({ code: "PROFILE_NOT_FOUND", permanent: true });
      expect(error.message).toContain(name);
      expect(error.message).toContain(path);
    },
  );

  test("a broken profile that is not used does not matter", async () => {
    const broken = [{ name: "b1" }, { name: "b2", mode: "AK", access_key_id: 7, expired_seconds: "x" }, null, "text"];
    expect(
      (await load(cliProfile(), fileHost([ak, ...broken.filter((each) => typeof each === "object" && each !== null)])))
        .accessKeyId,
    ).toBe("LTAIid");
  });
});

describe("3.4: modes", () => {
  const environment = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: "ENV",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s",
    ALIBABA_CLOUD_SECURITY_TOKEN: "t",
  };
  const keys = { access_key_id: "LTAIid", access_key_secret: canary.accessKeySecret };

  test.each<[string, object, string]>([
    ["AK", keys, "static_ak"],
    ["ak", { ...keys, sts_token: "ignored" }, "static_ak"],
    ["StsToken", { ...keys, sts_token: "t" }, "static_sts"],
    ["RamRoleArn", { ...keys, ...role }, "ram_role_arn/static_ak"],
    ["RamRoleArn", { ...keys, ...role, sts_token: "t" }, "ram_role_arn/static_sts"],
    ["EcsRamRole", { ram_role_name: "app" }, "ecs_ram_role"],
    ["ECSRAMROLE", {}, "ecs_ram_role"],
    ["RamRoleArnWithRoleName", { ram_role_name: "app", ...role }, "ram_role_arn/ecs_ram_role"],
    ["OIDC", { ...role, oidc_provider_arn: "p", oidc_token_file: "/token" }, "oidc_role_arn"],
    ["CredentialsURI", { credentials_uri: "http://127.0.0.1:1/" }, "credential_uri"],
    [
      "CloudSSO",
      {
        cloud_sso_sign_in_url: "https://s/",
        cloud_sso_account_id: 42,
        cloud_sso_access_config: "ac",
        access_token: "t",
        cloud_sso_access_token_expire: "1798761600",
      },
      "cloud_sso",
    ],
    ["External", { process_command: "tool" }, "external"],
  ])("%s", async (mode, fields, inner) => {
    const credentials = await load(cliProfile(), fileHost([{ name: "me", mode, ...fields }]));
    expect(credentials.identity.source).toBe(`cli_profile/${inner}`);
  });

  test.each(["AK", "RamRoleArn"])("%s without any key: the environment's pair stands in", async (mode) => {
    const host = fileHost([{ name: "me", mode, ...role }], environment);
    const credentials = await load(cliProfile(), host);
    expect(mode === "AK" ? credentials.accessKeyId : queryOf(host.requests[0])["AccessKeyId"]).toBe("ENV");
    expect(credentials.identity.source).toBe(
      mode === "AK" ? "cli_profile/static_ak" : "cli_profile/ram_role_arn/static_sts",
    );
  });

  test.each<[string, object, string]>([
    ["AK", { access_key_id: "a" }, "access_key_secret"],
    ["AK", { access_key_secret: "a" }, "access_key_id"],
    ["AK", {}, "ALIBABA_CLOUD_ACCESS_KEY_ID"],
    ["StsToken", keys, "sts_token"],
    ["StsToken", {}, "access_key_id"],
    ["RamRoleArn", keys, "ram_role_arn"],
    ["RamRoleArn", { ...role, sts_token: "t" }, "access_key_id"],
    ["RamRoleArn", { ...keys, ...role, expired_seconds: 899 }, "expired_seconds"],
    ["RamRoleArn", { ...keys, ...role, expired_seconds: "an hour" }, "expired_seconds"],
    ["RamRoleArn", { ...keys, ...role, ram_session_name: {} }, "ram_session_name"],
    ["RamRoleArn", { ...keys, ...role, sts_region: "a/b" }, "sts_region"],
    ["RamRoleArn", { ...keys, ...role, sts_endpoint: "a/b" }, "sts_endpoint"],
    ["RamRoleArnWithRoleName", { ram_role_name: "app" }, "ram_role_arn"],
    ["ChainableRamRoleArn", role, "source_profile"],
    ["ChainableRamRoleArn", { source_profile: "", ...role }, "source_profile"],
    ["OIDC", { ...role, oidc_token_file: "/token" }, "oidc_provider_arn"],
    ["OIDC", { ...role, oidc_provider_arn: "p" }, "ALIBABA_CLOUD_OIDC_TOKEN_FILE"],
    ["CredentialsURI", {}, "credentials_uri"],
    ["CredentialsURI", { credentials_uri: "/nowhere" }, "credentials_uri"],
    [
      "CloudSSO",
      { cloud_sso_account_id: "1", cloud_sso_access_config: "a", access_token: "t" },
      "cloud_sso_sign_in_url",
    ],
    [
      "CloudSSO",
      { cloud_sso_sign_in_url: "https://s/", cloud_sso_access_config: "a", access_token: "t" },
      "cloud_sso_account_id",
    ],
    [
      "CloudSSO",
      { cloud_sso_sign_in_url: "https://s/", cloud_sso_account_id: "1", access_token: "t" },
      "cloud_sso_access_config",
    ],
    ["OAuth", { oauth_site_type: "US" }, "oauth_site_type"],
    ["External", {}, "process_command"],
    ["BearerToken", { bearer_token: "t" }, "BearerToken"],
    ["RsaKeyPair", {}, "RsaKeyPair"],
    ["Anonymous", {}, "Anonymous"],
    ["", {}, "mode"],
  ])("10: %s with %j is PROFILE_INVALID, naming profile and %s", async (mode, fields, named) => {
    const error = await loadFailure(cliProfile(), fileHost([{ name: "me", mode, ...fields }]));
    expect(error).toMatchObject({ code: "PROFILE_INVALID", permanent: true });
    expect(error.message).toContain('"me"');
    expect(error.message).toContain(named);
  });

  test("10: a process_command that cannot be split is CONFIG_INVALID", async () => {
    for (const [command, word] of [
      ["", "empty"],
      ["'a", "quote"],
      ["a\\", "backslash"],
    ]) {
      const error = await loadFailure(
        cliProfile(),
        fileHost([{ name: "me", mode: "External", process_command: command }]),
      );
      expect(error.code).toBe("CONFIG_INVALID");
      expect(error.message).toContain("process_command");
      expect(error.message).toContain(word);
    }
  });

  test("10: a login that is over is LOGIN_REQUIRED", async () => {
    const sso = {
      cloud_sso_sign_in_url: "https://s/",
      cloud_sso_account_id: "1",
      cloud_sso_access_config: "a",
      access_token: "t",
      cloud_sso_access_token_expire: 1,
    };
    expect(await loadFailure(cliProfile(), fileHost([{ name: "me", mode: "CloudSSO", ...sso }]))).toMatchObject({
      code: "LOGIN_REQUIRED",
      source: "cli_profile/cloud_sso",
    });
    expect(
      await loadFailure(cliProfile(), fileHost([{ name: "me", mode: "OAuth", oauth_site_type: "CN" }])),
    ).toMatchObject({ code: "LOGIN_REQUIRED" });
  });

  test.each(["RamRoleArn", "ChainableRamRoleArn", "OIDC", "RamRoleArnWithRoleName"])(
    "%s takes every key of a role",
    async (mode) => {
      const all = {
        ...role,
        ram_session_name: "s",
        expired_seconds: "1800",
        sts_region: "cn-beijing",
        enable_vpc: true,
        policy: "{}",
        external_id: "e",
        source_profile: "ak",
        oidc_provider_arn: "p",
        oidc_token_file: "/token",
      };
      const host = fileHost([{ name: "me", mode, ...keys, ...all }, ak]);
      await load(cliProfile(), host);
      const request = host.requests.at(-1);
      expect(request?.url.host).toBe("sts-vpc.cn-beijing.aliyuncs.com");
      expect(formOf(request)).toMatchObject({
        RoleArn: role.ram_role_arn,
        RoleSessionName: "s",
        DurationSeconds: "1800",
        Policy: "{}",
        ...(mode === "OIDC" ? {} : { ExternalId: "e" }),
      });
    },
  );

  test("sts_endpoint wins over sts_region; OIDC's duration_seconds counts only without expired_seconds", async () => {
    const host = fileHost([
      { name: "me", mode: "RamRoleArn", ...keys, ...role, sts_endpoint: "sts.example.com", sts_region: "cn-beijing" },
    ]);
    await load(cliProfile(), host);
    expect(host.requests[0]?.url.host).toBe("sts.example.com");
    const oidc = {
      name: "me",
      mode: "OIDC",
      ...role,
      oidc_provider_arn: "p",
      oidc_token_file: "/token",
      duration_seconds: 1000,
    };
    for (const [profile, sent] of [
      [oidc, "1000"],
      [{ ...oidc, expired_seconds: 2000 }, "2000"],
    ] as const) {
      const oidcHost = fileHost([profile]);
      await load(cliProfile(), oidcHost);
      expect(formOf(oidcHost.requests[0])["DurationSeconds"]).toBe(sent);
    }
  });

  test("empty fields fall back to the environment of section 1.2; region_id is never STS's region", async () => {
    const env = {
      ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/env",
      ALIBABA_CLOUD_ROLE_SESSION_NAME: "env",
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "penv",
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
      ALIBABA_CLOUD_STS_REGION: "cn-env",
      ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true",
      ALIBABA_CLOUD_ECS_METADATA: "envrole",
    };
    const host = fileHost([{ name: "me", mode: "OIDC", ram_role_arn: "", region_id: "cn-profile" }], env);
    await load(cliProfile(), host);
    expect(host.requests[0]?.url.host).toBe("sts-vpc.cn-env.aliyuncs.com");
    expect(formOf(host.requests[0])).toMatchObject({
      RoleArn: "acs:ram::1:role/env",
      RoleSessionName: "env",
      OIDCProviderArn: "penv",
    });
    const keyed = [
      { name: "me", mode: "RamRoleArn", access_key_id: "a", access_key_secret: "b" },
      { name: "me", mode: "ChainableRamRoleArn", source_profile: "ak", ram_role_arn: "", ram_session_name: "" },
      { name: "me", mode: "RamRoleArnWithRoleName" },
    ];
    for (const profile of keyed) {
      const role = fileHost([profile, ak], env);
      await load(cliProfile(), role);
      expect(role.requests.at(-1)?.url.host).toBe("sts-vpc.cn-env.aliyuncs.com");
      expect(formOf(role.requests.at(-1))).toMatchObject({ RoleArn: "acs:ram::1:role/env", RoleSessionName: "env" });
    }
    const ecs = fileHost([{ name: "me", mode: "EcsRamRole" }], env);
    await load(cliProfile(), ecs);
    expect(trail(ecs).at(-1)).toMatch(/envrole$/);
  });

  test("what an EcsRamRole profile has learnt is kept between loads: 3 requests, then 1", async () => {
    const host = fileHost([{ name: "me", mode: "EcsRamRole" }]);
    const source = cliProfile();
    await load(source, host);
    await load(source, host);
    expect(host.requests).toHaveLength(4);
  });

  test("an EcsRamRole profile without a metadata service fails: the profile was chosen", async () => {
    const host = fileHost([{ name: "me", mode: "EcsRamRole" }]);
    host.onRequest(() => ({ status: 404 }));
    const error = await failureOf(() => load(cliProfile(), host));
    expect(error).toMatchObject({ code: "HTTP_STATUS", source: "cli_profile/ecs_ram_role" });
  });

  test("External writes nothing back unless asked, and then into its own profile", async () => {
    const profiles = [
      { name: "top", mode: "ChainableRamRoleArn", source_profile: "ext", ...role },
      { name: "ext", mode: "External", process_command: "tool" },
    ];
    const host = fileHost(profiles);
    const before = host.files.content(path);
    await load(cliProfile(), host);
    expect(host.files.content(path)).toBe(before);
    await load(cliProfile({ writeBackExternal: true }), host);
    const [top, ext] = JSON.parse(host.files.content(path) ?? "").profiles;
    expect(top).toEqual(profiles[0]);
    expect(ext).toEqual({
      ...profiles[1],
      access_key_id: "EXT",
      access_key_secret: canary.accessKeySecret,
      sts_token: "",
      sts_expiration: Date.parse(inAnHour) / 1_000,
    });
  });
});

describe("3.4: chains of profiles", () => {
  const link = (name: string, source_profile: string): object => ({
    name,
    mode: "ChainableRamRoleArn",
    source_profile,
    ...role,
  });

  test("any depth: the full path, and each request signed by the one below", async () => {
    const host = fileHost([link("c", "b"), link("b", "a"), link("a", "ak"), ak]);
    const credentials = await load(cliProfile(), host);
    expect(credentials.identity.source).toBe("cli_profile/ram_role_arn/ram_role_arn/ram_role_arn/static_ak");
    expect(host.requests.map(({ headers }) => headers["x-acs-credentials-provider"])).toEqual([
      "static_ak",
      "ram_role_arn/static_ak",
      "ram_role_arn/ram_role_arn/static_ak",
    ]);
  });

  test("9.2: one POST, signed with the source", async () => {
    const host = fileHost([link("c", "ak"), ak]);
    expect((await load(cliProfile(), host)).identity.source).toBe("cli_profile/ram_role_arn/static_ak");
    expect(host.requests).toHaveLength(1);
  });

  test.each([
    ["a -> b -> a", [link("a", "b"), link("b", "a")]],
    ["a -> a", [link("a", "a")]],
    ["b -> c -> b", [link("a", "b"), link("b", "c"), link("c", "b")]],
  ])("10: a loop is PROFILE_LOOP and shows %s", async (cycle, profiles) => {
    const error = await loadFailure(cliProfile(), fileHost(profiles));
    expect(error).toMatchObject({ code: "PROFILE_LOOP", permanent: true });
    expect(error.message).toMatch(new RegExp(`: ${cycle}$`));
  });

  test("10: a value that cannot work names the profile that has it, not the one that was selected", async () => {
    const source = { name: "below", mode: "CredentialsURI", credentials_uri: "no-url" };
    const error = await loadFailure(cliProfile(), fileHost([link("a", "below"), source]));
    expect(error.code).toBe("PROFILE_INVALID");
    expect(error.message).toContain('"below"');
    expect(error.message).toContain("credentials_uri");
    expect(error.message).not.toContain('"a"');
  });

  test("10: a missing source is PROFILE_NOT_FOUND and names both", async () => {
    const error = await loadFailure(cliProfile(), fileHost([link("a", "gone")]));
    expect(error.code).toBe("PROFILE_NOT_FOUND");
    expect(error.message).toContain('"gone"');
    expect(error.message).toContain('"a"');
  });
});

describe("options", () => {
  test("endpoints and limits hold for every profile that does not say otherwise", async () => {
    const host = fileHost([{ name: "me", mode: "RamRoleArn", ...role, access_key_id: "a", access_key_secret: "b" }]);
    await load(cliProfile({ stsEndpoint: "sts.example.com", timeout: 7 }), host);
    expect(host.requests[0]?.url.host).toBe("sts.example.com");
    expect(host.requests[0]?.original.readTimeout).toBe(7);
  });

  test("10: wrong ones are CONFIG_INVALID at construction", () => {
    expect(() => cliProfile({ stsEndpoint: "a/b" })).toThrow("stsEndpoint");
    expect(() => cliProfile({ timeout: -1 })).toThrow("timeout");
    expect(() => cliProfile({ oauthEndpoint: "a/b" })).toThrow("oauthEndpoint");
    expect(() => cliProfile({ metadataEndpoint: "a" })).toThrow("metadataEndpoint");
  });
});
