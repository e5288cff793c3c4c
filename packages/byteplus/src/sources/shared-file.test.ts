import { canary, drive, loadContext, scriptedHost, sourceConformance, type ScriptedHost } from "@credport/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCredentialsError } from "@credport/core";
import { parseIni } from "./parse-ini.js";
import { profile } from "./profile.js";
import type { SharedFileOptions } from "./shared-config.js";
import { sharedFile } from "./shared-file.js";

const path = "/home/tester/.byteplus/credentials";
const pair = (id: string): string => `byteplus_access_key_id = ${id}\nbyteplus_secret_access_key = secret-${id}\n`;

const withFile = (
  content: string,
  env: Record<string, string> = {},
  files: Record<string, string> = {},
): ScriptedHost => scriptedHost({ env, files: { [path]: content, ...files } });

const outcome = (host: ScriptedHost, options: SharedFileOptions = {}): Promise<unknown> =>
  drive(
    host,
    sharedFile(options)
      .load(loadContext(host))
      .catch((error: unknown) => error),
  );

describe("1.5 shared credentials file", () => {
  const content = `# comment\n[default]\n${pair("default")}byteplus_session_token = 'token'\n[dev]\n${pair("dev")}`;

  test("reads the default profile with its token", async () => {
    expect(await outcome(withFile(content))).toMatchObject({
      accessKeyId: "default",
      accessKeySecret: "secret-default",
      securityToken: "token",
      identity: { source: "shared_file" },
    });
  });

  test("profile: argument before BYTEPLUS_PROFILE; path: argument before its variable before the home", async () => {
    const host = withFile(
      content,
      { BYTEPLUS_PROFILE: "dev", BYTEPLUS_SHARED_CREDENTIALS_FILE: "/named" },
      { "/named": content, "/given": `[dev]\n${pair("given")}` },
    );
    expect(await outcome(host)).toMatchObject({ accessKeyId: "dev" });
    expect(host.files.reads).toEqual(["/named"]);
    expect(await outcome(host, { profile: "default" })).toMatchObject({ accessKeyId: "default" });
    expect(await outcome(host, { path: "/given" })).toMatchObject({ accessKeyId: "given" });
    expect(await outcome(host, { path: "", profile: "" })).toMatchObject({ accessKeyId: "dev" });
  });

  test("on Windows the path is below the profile folder", async () => {
    const host = scriptedHost({
      platform: "win32",
      homedir: "C:\\Users\\ann",
      files: { "C:\\Users\\ann\\.byteplus\\credentials": content },
    });
    expect(await outcome(host)).toMatchObject({ accessKeyId: "default" });
  });

  test.each(["1", "t", "T", "true", "TRUE", "True"])(
    "BYTEPLUS_SDK_LOAD_CONFIG=%s adds the config file, its keys losing",
    async (word) => {
      const config = `[profile dev]\n${pair("config")}\n[profile only]\n${pair("only")}`;
      const host = withFile(
        content,
        { BYTEPLUS_SDK_LOAD_CONFIG: word, BYTEPLUS_CONFIG_FILE: "/config" },
        { "/config": config },
      );
      expect(await outcome(host, { profile: "dev" })).toMatchObject({ accessKeyId: "dev" });
      expect(await outcome(host, { profile: "only" })).toMatchObject({ accessKeyId: "only" });
    },
  );

  test.each([
    ["a pair without a token", pair("own"), { accessKeyId: "own", accessKeySecret: "secret-own" }],
    ["half a pair", "byteplus_access_key_id = own\n", { code: "PROFILE_INVALID", vendorCode: "SharedCredsSecret" }],
    ["a token alone", "byteplus_session_token = t\n", { accessKeyId: "config", securityToken: "of-config" }],
    ["an empty pair", "byteplus_access_key_id =\n", { accessKeyId: "config", securityToken: "of-config" }],
  ])("with %s in the credentials file, nothing of two identities is mixed", async (_what, keys, expected) => {
    const host = withFile(
      `[default]\n${keys}`,
      { BYTEPLUS_SDK_LOAD_CONFIG: "1", BYTEPLUS_CONFIG_FILE: "/config" },
      { "/config": `[default]\n${pair("config")}byteplus_session_token = of-config\n` },
    );
    const found = await outcome(host);
    expect(found).toMatchObject(expected);
    if (!("securityToken" in expected)) expect(found).not.toHaveProperty("securityToken");
  });

  test("an empty role key asks for no role", async () => {
    expect(await outcome(withFile(`[default]\n${pair("a")}role_trn =\n`))).toMatchObject({ accessKeyId: "a" });
  });

  test("other words do not", async () => {
    const host = withFile(
      content,
      { BYTEPLUS_SDK_LOAD_CONFIG: "yes" },
      { "/home/tester/.byteplus/config": `[only]\n${pair("only")}` },
    );
    expect(await outcome(host, { profile: "only" })).toMatchObject({ code: "PROFILE_NOT_FOUND" });
  });

  test("credential_process is used where the section has no keys", async () => {
    const host = withFile("[default]\ncredential_process = /bin/vend --json\n");
    host.onExecFile(() => ({ stdout: JSON.stringify({ Version: 1, AccessKeyId: "vended", SecretAccessKey: "s" }) }));
    expect(await outcome(host)).toMatchObject({ accessKeyId: "vended", identity: { source: "shared_file/process" } });
  });

  test.each(["role_trn", "source_profile", "credential_source", "web_identity_token_file"])(
    "role key %s is refused, not ignored",
    async (key) => {
      expect(await outcome(withFile(`[default]\n${pair("a")}${key} = x\n`))).toMatchObject({
        code: "CONFIG_INVALID",
        message: expect.stringContaining(key),
      });
    },
  );
});

describe("1.11 and 1.12 shared file", () => {
  test("an absent file, and no home, are unavailable", async () => {
    expect(await outcome(scriptedHost())).toMatchObject({
      cause: { code: "NOT_CONFIGURED", vendorCode: "SharedCredsLoad" },
    });
    expect(await outcome(scriptedHost({ homedir: null }))).toMatchObject({
      cause: { code: "NOT_CONFIGURED", vendorCode: "UserHomeNotFound" },
    });
  });

  test.each([
    ["the region alone", "[default]\nregion = eu-1\n", undefined],
    ["another profile", "[profile dev]\nregion = eu-1\n", undefined],
    ["half a key", "[default]\nbyteplus_access_key_id = a\n", "PROFILE_INVALID"],
  ])("a config file with %s does not stand for an absent credentials file", async (_what, config, code) => {
    const host = scriptedHost({
      env: { BYTEPLUS_SDK_LOAD_CONFIG: "1" },
      files: { "/home/tester/.byteplus/config": config },
    });
    expect(await outcome(host)).toMatchObject(code === undefined ? { cause: { code: "NOT_CONFIGURED" } } : { code });
  });

  test("a config file with the region alone does not stand for a section the credentials file lacks", async () => {
    const cli = JSON.stringify({ profiles: { dev: { "access-key": "of-cli", "secret-key": "s" } } });
    const host = withFile(
      `[default]\n${pair("default")}`,
      { BYTEPLUS_SDK_LOAD_CONFIG: "1" },
      {
        "/home/tester/.byteplus/config": "[profile dev]\nregion = eu-1\n",
        "/home/tester/.byteplus/config.json": cli,
      },
    );
    expect(await outcome(host, { profile: "dev" })).toMatchObject({ code: "PROFILE_NOT_FOUND" });
    expect(await profile("dev").load(loadContext(host))).toMatchObject({ accessKeyId: "of-cli" });
  });

  test("an unreadable file is a failure", async () => {
    const host = scriptedHost();
    host.files.makeUnreadable(path);
    expect(await outcome(host)).toMatchObject({ code: "FILE_UNREADABLE", vendorCode: "SharedCredsLoad" });
  });

  test.each([
    ["no section", "[other]\na=b\n", "PROFILE_NOT_FOUND", "SharedCredsLoad"],
    ["no key id", "[default]\nbyteplus_secret_access_key = s\n", "PROFILE_INVALID", "SharedCredsAccessKey"],
    ["no secret", "[default]\nbyteplus_access_key_id = a\n", "PROFILE_INVALID", "SharedCredsSecret"],
    ["a line that is nothing", "[default]\nwhat\n", "FILE_MALFORMED", "SharedCredsLoad"],
  ])("%s is a failure", async (_what, content, code, vendorCode) => {
    expect(await outcome(withFile(content))).toMatchObject({ code, vendorCode });
  });
});

sourceConformance({
  name: "profile",
  working: () => ({
    source: profile("dev"),
    host: withFile(`[dev]\n${pair("dev")}byteplus_session_token = ${canary.securityToken}\n`),
  }),
  failing: {
    "neither file has it": () => ({ source: profile("dev"), host: withFile("[default]\n"), code: "PROFILE_NOT_FOUND" }),
    "the shared file has half of it": () => ({
      source: profile("dev"),
      host: withFile(`[dev]\nbyteplus_secret_access_key = ${canary.accessKeySecret}\n`),
      code: "PROFILE_INVALID",
    }),
  },
});

describe("a profile asked for by name", () => {
  const load = (host: ScriptedHost): Promise<unknown> =>
    profile("dev")
      .load(loadContext(host))
      .catch((error: unknown) => error);
  const cli = JSON.stringify({ profiles: { dev: { "access-key": "cli", "secret-key": "s" } } });

  test("bad input: an empty name is refused at construction", () => {
    expect(() => profile("")).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });

  test("is the shared file's, else the CLI config's, else an error", async () => {
    expect(await load(withFile(`[dev]\n${pair("shared")}`))).toMatchObject({
      accessKeyId: "shared",
      identity: { source: "profile/shared_file" },
    });
    const both = withFile("[default]\n", {}, { "/home/tester/.byteplus/config.json": cli });
    expect(await load(both)).toMatchObject({ accessKeyId: "cli" });
    expect(await load(withFile("[default]\n"))).toMatchObject({ code: "PROFILE_NOT_FOUND" });
    expect(await load(scriptedHost({ env: { BYTEPLUS_ACCESS_KEY: "a", BYTEPLUS_SECRET_KEY: "b" } }))).toMatchObject({
      code: "PROFILE_NOT_FOUND",
    });
  });
});

test("property: any text is read or refused, and a written file is read back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      try {
        parseIni(text, "/f");
      } catch (error) {
        expect(isCredentialsError(error)).toBe(true);
      }
    }),
  );
  const name = fc.stringMatching(/^[a-zA-Z][\w-]{0,12}$/);
  const value = fc.stringMatching(/^[\w+/=#;-][\w+/=#; -]{0,20}[\w+/=]$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.dictionary(name, value)), (sections) => {
      const text = Object.entries(sections)
        .map(([section, keys]) =>
          [`[${section}]`, ...Object.entries(keys).map(([key, item]) => `${key} = ${item}`)].join("\n"),
        )
        .join("\r\n");
      for (const [section, keys] of Object.entries(sections)) {
        expect(Object.fromEntries(parseIni(text, "/f").get(section) ?? [])).toEqual({ ...keys });
      }
    }),
  );
});

sourceConformance({
  name: "shared_file",
  working: () => ({
    source: sharedFile(),
    host: withFile(
      `[default]\nbyteplus_access_key_id = a\nbyteplus_secret_access_key = ${canary.accessKeySecret}\nbyteplus_session_token = ${canary.securityToken}\n`,
    ),
  }),
  unconfigured: () => ({ source: sharedFile(), host: scriptedHost() }),
  failing: {
    "a secret on a line of its own": () => ({
      source: sharedFile(),
      host: withFile(canary.accessKeySecret.replaceAll("=", "")),
      code: "FILE_MALFORMED",
    }),
    "half a key": () => ({
      source: sharedFile(),
      host: withFile(`[default]\nbyteplus_secret_access_key = ${canary.accessKeySecret}`),
      code: "PROFILE_INVALID",
    }),
  },
});
