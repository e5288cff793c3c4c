import { canary, scriptedHost, sourceConformance, type ScriptedHost } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { formOf, queryOf, roleAnswer, session } from "../../test/support/answers.js";
import { failureOf, load, loadFailure, unavailableReason } from "../../test/support/failure-of.js";
import { iniProfile, type IniProfileOptions } from "./ini-profile.js";

const folder = "/home/tester/.alibabacloud";
const path = `${folder}/credentials`;
const keys = `access_key_id = LTAIid\naccess_key_secret = ${canary.accessKeySecret}\n`;
const ak = `[default]\ntype = access_key\n${keys}`;

function fileHost(text: string, env: Record<string, string> = {}, file = path): ScriptedHost {
  const host = scriptedHost({ env, files: { [file]: text, "/token": "jwt" } });
  host.onRequest(({ method, url }) => {
    if (url.host.startsWith("sts")) return { body: roleAnswer };
    if (method === "PUT") return { body: "tok" };
    return { body: url.pathname.endsWith("/security-credentials/") ? "found" : { Code: "Success", ...session } };
  });
  return host;
}

sourceConformance({
  name: "profile",
  working: () => ({ source: iniProfile(), host: fileHost(ak) }),
  unconfigured: () => ({ source: iniProfile(), host: scriptedHost() }),
  failing: {
    "an unknown type": () => ({
      source: iniProfile(),
      host: fileHost(`[default]\ntype = ${canary.password}`),
      code: "PROFILE_INVALID",
    }),
    "half a key": () => ({
      source: iniProfile(),
      host: fileHost(`[default]\ntype = access_key\naccess_key_secret = ${canary.accessKeySecret}`),
      code: "PROFILE_INVALID",
    }),
    "a line that is none": () => ({
      source: iniProfile(),
      host: fileHost(`[default]\n[${canary.bearerToken}`),
      code: "FILE_MALFORMED",
    }),
  },
});

describe("3.3: path", () => {
  test.each<[string, IniProfileOptions, Record<string, string>, string]>([
    ["explicit", { profileFile: "/x" }, { ALIBABA_CLOUD_CREDENTIALS_FILE: "/y" }, "/x"],
    ["ALIBABA_CLOUD_CREDENTIALS_FILE", {}, { ALIBABA_CLOUD_CREDENTIALS_FILE: "/y" }, "/y"],
    ["credentials", {}, {}, path],
    ["credentials.ini", {}, {}, `${path}.ini`],
  ])("%s", async (_what, options, env, file) => {
    expect(await load(iniProfile(options), fileHost(ak, env, file))).toMatchObject({
      accessKeyId: "LTAIid",
      identity: { source: "profile/static_ak" },
    });
  });

  test("credentials comes before credentials.ini; a named file has no second", async () => {
    const host = fileHost(ak.replace("LTAIid", "FIRST"));
    host.files.write(`${path}.ini`, ak);
    expect((await load(iniProfile(), host)).accessKeyId).toBe("FIRST");
    host.environment.set("ALIBABA_CLOUD_CREDENTIALS_FILE", "/none");
    expect(await unavailableReason(iniProfile(), host)).toContain("/none");
  });

  test("no home, no file: NOT_CONFIGURED", async () => {
    expect((await loadFailure(iniProfile(), scriptedHost({ homedir: null }))).message).toContain("home");
    const error = await loadFailure(iniProfile(), scriptedHost());
    expect(error.code).toBe("NOT_CONFIGURED");
    expect(error.message).toContain(path);
  });
});

describe("3.3: section", () => {
  const two = `${ak}[a.b]\ntype=access_key\naccess_key_id=DOT\naccess_key_secret=s\n`;

  test.each<[string, IniProfileOptions, Record<string, string>, string]>([
    ["explicit", { profileName: "a.b" }, { ALIBABA_CLOUD_PROFILE: "default" }, "DOT"],
    ["ALIBABA_CLOUD_PROFILE", {}, { ALIBABA_CLOUD_PROFILE: "a.b" }, "DOT"],
    ["default", {}, {}, "LTAIid"],
  ])("%s", async (_what, options, env, accessKeyId) => {
    expect(await load(iniProfile(options), fileHost(two, env))).toMatchObject({ accessKeyId });
  });

  test("3.2: no default section: not configured", async () => {
    expect(await unavailableReason(iniProfile(), fileHost("[other]\n"))).toContain("[default]");
  });

  test("3.2: a section named by the variable that the file lacks fails: PROFILE_NOT_FOUND", async () => {
    const error = await failureOf(() => load(iniProfile(), fileHost(ak, { ALIBABA_CLOUD_PROFILE: "gone" })));
    expect(error.code).toBe("PROFILE_NOT_FOUND");
    expect(error.message).toContain("gone");
    expect(error.message).toContain(path);
  });

  test("enable = false disables a section; true and absence are fine", async () => {
    expect(await unavailableReason(iniProfile(), fileHost(`${ak}enable = False`))).toContain("[default]");
    expect((await load(iniProfile(), fileHost(`${ak}enable = true`))).accessKeyId).toBe("LTAIid");
  });
});

describe("3.3: types", () => {
  test.each<[string, string, string]>([
    ["access_key", keys, "static_ak"],
    ["sts", `${keys}security_token = t`, "static_sts"],
    ["ecs_ram_role", "role_name = app", "ecs_ram_role"],
    ["ecs_ram_role", "", "ecs_ram_role"],
    ["ram_role_arn", `${keys}role_arn = acs:ram::1:role/x`, "ram_role_arn/static_ak"],
    ["ram_role_arn", `${keys}role_arn = r\nsecurity_token = t`, "ram_role_arn/static_sts"],
    ["oidc_role_arn", "role_arn = r\noidc_provider_arn = p\noidc_token_file_path = /token", "oidc_role_arn"],
  ])("%s", async (type, fields, inner) => {
    const credentials = await load(iniProfile(), fileHost(`[default]\ntype = ${type}\n${fields}`));
    expect(credentials.identity.source).toBe(`profile/${inner}`);
  });

  test("ram_role_arn takes every key", async () => {
    const fields =
      "role_arn = r\nrole_session_name = s\npolicy = {}\nrole_session_expiration = 1800\nexternal_id = e\nsecurity_token = t\nsts_region = cn-beijing\nenable_vpc = true";
    const host = fileHost(`[default]\ntype = ram_role_arn\n${keys}${fields}`);
    await load(iniProfile(), host);
    expect(host.requests[0]?.url.host).toBe("sts-vpc.cn-beijing.aliyuncs.com");
    expect(queryOf(host.requests[0])).toMatchObject({ AccessKeyId: "LTAIid", SecurityToken: "t" });
    expect(formOf(host.requests[0])).toEqual({
      RoleArn: "r",
      RoleSessionName: "s",
      Policy: "{}",
      DurationSeconds: "1800",
      ExternalId: "e",
    });
    const other = fileHost(`[default]\ntype = ram_role_arn\n${keys}role_arn = r\nsts_endpoint = sts.example.com`);
    await load(iniProfile(), other);
    expect(other.requests[0]?.url.host).toBe("sts.example.com");
  });

  test.each<[string, string, string]>([
    ["access_key", "access_key_id = a", "access_key_secret"],
    ["access_key", "access_key_secret = a", "access_key_id"],
    ["access_key", "", "access_key_id"],
    ["sts", keys, "security_token"],
    ["ram_role_arn", keys, "role_arn"],
    ["ram_role_arn", "role_arn = r", "access_key_id"],
    ["ram_role_arn", `${keys}role_arn = r\nrole_session_expiration = 899`, "role_session_expiration"],
    ["ram_role_arn", `${keys}role_arn = r\nsts_endpoint = a/b`, "sts_endpoint"],
    ["oidc_role_arn", "role_arn = r\noidc_provider_arn = p", "oidc_token_file_path"],
    ["oidc_role_arn", "role_arn = r\noidc_token_file_path = p", "oidc_provider_arn"],
    ["bearer", "bearer_token = t", "bearer"],
    ["rsa_key_pair", "public_key_id = p", "rsa_key_pair"],
    ["ACCESS_KEY", keys, "ACCESS_KEY"],
    ["", keys, "type"],
  ])(
    "10: %s with %j is PROFILE_INVALID, naming profile and %s; the environment completes nothing",
    async (type, fields, named) => {
      const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "ENV", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" };
      const error = await loadFailure(iniProfile(), fileHost(`[default]\ntype = ${type}\n${fields}`, env));
      expect(error).toMatchObject({ code: "PROFILE_INVALID", permanent: true });
      expect(error.message).toContain('"default"');
      expect(error.message).toContain(named);
    },
  );
});
