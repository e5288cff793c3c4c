import { canary, type RecordedRequest, type ScriptedResponse } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { type CliConfigOptions } from "./cli/cli-profile.js";
import { parseUnixTime } from "./cli/parse-unix-time.js";
import { ak, machine, one, outcome, path } from "../../test/cli-machine.js";

describe("1.9 file and profile", () => {
  const config = {
    current: "current",
    profiles: {
      current: { ...ak, "access-key": "of-current" },
      default: { ...ak, "access-key": "of-default" },
      a: { ...ak, "access-key": "of-a" },
      b: { ...ak, "access-key": "of-b" },
    },
  };

  test.each<readonly [string, CliConfigOptions, Record<string, string>, string]>([
    ["the argument", { profile: "a" }, { BYTEPLUS_PROFILE: "b" }, "of-a"],
    ["an empty argument is none:", { profile: "", path: "" }, { BYTEPLUS_PROFILE: "b" }, "of-b"],
    ["BYTEPLUS_PROFILE", {}, { BYTEPLUS_PROFILE: "a", BYTEPLUS_CLI_PROFILE: "b" }, "of-a"],
    ["BYTEPLUS_CLI_PROFILE", {}, { BYTEPLUS_CLI_PROFILE: "b" }, "of-b"],
    ["current", {}, {}, "of-current"],
  ])("%s decides", async (_what, options, env, accessKeyId) => {
    expect(await outcome(machine({ config, env }), options)).toMatchObject({ accessKeyId });
  });

  test("a byte order mark before the JSON is none of it", async () => {
    expect(await outcome(machine({ config: `\ufeff${JSON.stringify(one(ak))}` }))).toMatchObject({ accessKeyId: "id" });
  });

  test("without current it is default", async () => {
    expect(await outcome(machine({ config: { ...config, current: "" } }))).toMatchObject({ accessKeyId: "of-default" });
  });

  test("path: argument before BYTEPLUS_CLI_CONFIG_FILE before the home", async () => {
    const host = machine({
      config,
      env: { BYTEPLUS_CLI_CONFIG_FILE: "/named" },
      files: { "/named": JSON.stringify(one(ak)), "/given": JSON.stringify(one(ak)) },
    });
    await outcome(host);
    await outcome(host, { path: "/given" });
    expect(host.files.reads).toEqual(["/named", "/given"]);
  });

  test("1.11: an absent file is unavailable, unless a profile was asked for by name", async () => {
    expect(await outcome(machine({}))).toMatchObject({
      cause: { code: "NOT_CONFIGURED", vendorCode: "CliConfigLoad" },
    });
    expect(await outcome(machine({}), { profile: "a" })).toMatchObject({
      code: "NOT_CONFIGURED",
      vendorCode: "CliConfigLoad",
    });
    expect(await outcome(machine({ env: { BYTEPLUS_CLI_PROFILE: "a" } }))).toMatchObject({ code: "NOT_CONFIGURED" });
  });

  test.each<readonly [string, string | object, string, string]>([
    ["bad JSON", "{", "FILE_MALFORMED", "CliConfigUnmarshal"],
    ["nothing but blanks", " \n", "FILE_MALFORMED", "CliConfigNoProfiles"],
    ["no profiles", { profiles: {} }, "FILE_MALFORMED", "CliConfigNoProfiles"],
    ["an unknown profile", { current: "gone", profiles: { a: ak } }, "PROFILE_NOT_FOUND", "CliConfigProfileNotFound"],
    [
      "an inherited name",
      { current: "constructor", profiles: { a: ak } },
      "PROFILE_NOT_FOUND",
      "CliConfigProfileNotFound",
    ],
    ["a bad mode", one({ ...ak, mode: "magic" }), "PROFILE_INVALID", "CliConfigModeInvalid"],
    ["a mode that is no text", one({ ...ak, mode: 1 }), "PROFILE_INVALID", "CliConfigModeInvalid"],
    ["no access key", one({ "secret-key": "s" }), "PROFILE_INVALID", "CliConfigAccessKey"],
    ["no secret key", one({ "access-key": "a" }), "PROFILE_INVALID", "CliConfigSecretKey"],
    ["ramrolearn without a role", one({ ...ak, mode: "ramrolearn" }), "CONFIG_INVALID", "CliConfigRoleNameMissing"],
    [
      "ramrolearn without an account",
      one({ ...ak, mode: "ramrolearn", "role-name": "r" }),
      "CONFIG_INVALID",
      "CliConfigAccountIDMissing",
    ],
    ["oidc without a token file", one({ mode: "oidc" }), "CONFIG_INVALID", "CliConfigOIDCTokenFileMissing"],
    [
      "oidc without a role",
      one({ mode: "oidc", "oidc-token-file": "/t" }),
      "CONFIG_INVALID",
      "CliConfigOIDCRoleTrnMissing",
    ],
    ["ecsrole without a role", one({ mode: "ecsrole" }), "CONFIG_INVALID", "CliConfigRoleNameMissing"],
    ["a blank role", one({ mode: "ecsrole", "role-name": " " }), "CONFIG_INVALID", "CliConfigRoleNameMissing"],
    [
      "a negative expiration",
      one({ mode: "sso", ...ak, "sts-expiration": -1 }),
      "INVALID_EXPIRATION",
      "CliConfigExpiration",
    ],
    ["sso without a session", one({ mode: "sso" }), "CONFIG_INVALID", "CliConfigSsoSessionNameMissing"],
    [
      "console-login without a session",
      one({ mode: "console-login" }),
      "CONFIG_INVALID",
      "CliConfigLoginSessionMissing",
    ],
  ])("1.11 and 1.12: %s is a failure", async (_what, config, code, vendorCode) => {
    expect(await outcome(machine({ config }))).toMatchObject({ code, vendorCode });
  });

  test("an unreadable file is a failure", async () => {
    const host = machine({});
    host.files.makeUnreadable(path);
    expect(await outcome(host)).toMatchObject({ code: "FILE_UNREADABLE", vendorCode: "CliConfigLoad" });
  });
});

const session = {
  Result: {
    Credentials: {
      AccessKeyId: "AKTProle",
      SecretAccessKey: canary.accessKeySecret,
      SessionToken: canary.securityToken,
      ExpiredTime: "2026-01-01T13:00:00Z",
    },
  },
};

describe("1.9 modes without a login", () => {
  test.each(["", "ak", "AK", " ak ", null, undefined])(
    "%j: static keys, the token passed through, sts-expiration ignored",
    async (mode) => {
      const credentials = await outcome(
        machine({ config: one({ ...ak, mode, "session-token": "t", "sts-expiration": 1 }) }),
      );
      expect(credentials).toMatchObject({ accessKeyId: "id", securityToken: "t", identity: { source: "cli_config" } });
      expect(credentials).not.toHaveProperty("expiration");
    },
  );

  test("ramrolearn: AssumeRole for 3600 s, https unless disable-ssl", async () => {
    const profile = { ...ak, mode: "RamRoleArn", "role-name": "r", "account-id": "1" };
    const host = machine({ config: one(profile), onRequest: () => ({ body: session }) });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTProle", identity: { source: "cli_config/sts" } });
    expect(host.requests[0]?.url.origin).toBe("https://sts.ap-southeast-1.byteplusapi.com");
    expect(host.requests[0]?.url.searchParams.get("DurationSeconds")).toBe("3600");
    const clear = machine({ config: one({ ...profile, "disable-ssl": true }), onRequest: () => ({ body: session }) });
    await outcome(clear);
    expect(clear.requests[0]?.original).toMatchObject({ allowInsecureHttp: true });
    expect(clear.requests[0]?.url.protocol).toBe("http:");
  });

  test("oidc: only the profile's values, nothing from the environment", async () => {
    const host = machine({
      config: one({ mode: "oidc", "oidc-token-file": "/t", "role-trn": "trn:iam::1:role/r" }),
      files: { "/t": "token" },
      env: { BYTEPLUS_OIDC_ROLE_POLICY: "{}", BYTEPLUS_OIDC_STS_ENDPOINT: "elsewhere.example" },
      onRequest: () => ({ body: session }),
    });
    expect(await outcome(host)).toMatchObject({ identity: { source: "cli_config/oidc" } });
    expect(host.requests[0]?.url.host).toBe("sts.ap-southeast-1.byteplusapi.com");
    expect(host.requests[0]?.body).not.toContain("Policy");
  });

  test("ecsrole: the named role; off ECS it is a failure, for the profile asked for it", async () => {
    const config = one({ mode: "ecsrole", "role-name": "r" });
    const answers = (request: RecordedRequest): ScriptedResponse =>
      request.method === "PUT"
        ? { body: "token" }
        : {
            body: {
              AccessKeyId: "AKTPecs",
              SecretAccessKey: "s",
              SessionToken: "t",
              ExpiredTime: "2026-01-01T13:00:00Z",
            },
          };
    const host = machine({ config, onRequest: answers });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "AKTPecs", identity: { source: "cli_config/ecs_role" } });
    expect(host.requests).toHaveLength(2);
    expect(await outcome(machine({ config }))).toMatchObject({ code: "NETWORK" });
  });
});

test.each<readonly [unknown, unknown]>([
  [1_767_268_800, 1_767_268_800_000],
  [999_999_999_999, 999_999_999_999_000],
  [1_000_000_000_000, 1_000_000_000_000],
  [1_767_268_800_123_000, 1_767_268_800_123],
  ["1767268800123456789", 1_767_268_800_123],
  [0, undefined],
  [undefined, undefined],
  [-5, "invalid"],
  [1.5, "invalid"],
  ["soon", "invalid"],
])("sts-expiration %j is %j ms", (value, expected) => expect(parseUnixTime(value)).toBe(expected));
