import { createProvider } from "@credport/core";
import { canary, loadContext, scriptedHost, sourceConformance } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { volcengineOpenApiFamily, volcenginePreset } from "../presets/volcengine-preset.js";
import { env } from "./env.js";
import { staticKeys } from "./static-keys.js";

describe("1.3 static", () => {
  test.each([
    ["", "secret"],
    ["id", ""],
  ])("empty key %j or secret %j is EmptyStaticCreds at construction", (accessKeyId, accessKeySecret) => {
    expect(() => staticKeys({ accessKeyId, accessKeySecret })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", vendorCode: "EmptyStaticCreds" }),
    );
  });

  test("a provider on it starts filled", () => {
    const provider = createProvider(staticKeys({ accessKeyId: "id", accessKeySecret: "s", securityToken: "" }), {
      host: scriptedHost(),
    });
    expect(provider.peek()).toMatchObject({ type: "access_key", identity: { source: "static" } });
  });
});

sourceConformance({
  name: "static",
  working: () => ({
    source: staticKeys({
      accessKeyId: "id",
      accessKeySecret: canary.accessKeySecret,
      securityToken: canary.securityToken,
    }),
    host: scriptedHost(),
  }),
});

const all = {
  BYTEPLUS_ACCESS_KEY: "short-id",
  BYTEPLUS_ACCESS_KEY_ID: "long-id",
  BYTEPLUS_SECRET_KEY: "short-secret",
  BYTEPLUS_SECRET_ACCESS_KEY: "long-secret",
  BYTEPLUS_SESSION_TOKEN: "token",
};

describe("1.4 environment", () => {
  const load = async (variables: Record<string, string>, family = byteplusPreset.envFamily) => {
    const warnings: string[] = [];
    const host = scriptedHost({ env: variables });
    const result = await env({ family }).load(loadContext(host, { warn: ({ code }) => void warnings.push(code) }));
    return { result, warnings };
  };

  test("the short spellings win, and different ones are warned of", async () => {
    const { result, warnings } = await load(all);
    expect(result).toMatchObject({ accessKeyId: "short-id", accessKeySecret: "short-secret", securityToken: "token" });
    expect(warnings).toEqual(["env-spellings-differ", "env-spellings-differ"]);
  });

  test("key and secret may come from different spellings; an empty variable counts as unset", async () => {
    const { result, warnings } = await load({
      BYTEPLUS_ACCESS_KEY: "",
      BYTEPLUS_ACCESS_KEY_ID: "long-id",
      BYTEPLUS_SECRET_KEY: "short-secret",
    });
    expect(result).toMatchObject({ type: "access_key", accessKeyId: "long-id", accessKeySecret: "short-secret" });
    expect(warnings).toEqual([]);
  });

  test.each([" ", "\t\r\n"])("blanks alone count as unset: %j", async (blanks) => {
    const { result, warnings } = await load({
      BYTEPLUS_ACCESS_KEY: blanks,
      BYTEPLUS_ACCESS_KEY_ID: "long-id",
      BYTEPLUS_SECRET_KEY: "short-secret",
      BYTEPLUS_SECRET_ACCESS_KEY: blanks,
      BYTEPLUS_SESSION_TOKEN: blanks,
    });
    expect(result).toMatchObject({ type: "access_key", accessKeyId: "long-id", accessKeySecret: "short-secret" });
    expect(warnings).toEqual([]);
    const nothing = await load({ BYTEPLUS_ACCESS_KEY: blanks, BYTEPLUS_SECRET_KEY: blanks });
    expect(nothing.result).toHaveProperty("reason");
    await expect(load({ BYTEPLUS_ACCESS_KEY: "id", BYTEPLUS_SECRET_KEY: blanks })).rejects.toMatchObject({
      vendorCode: "EnvSecretNotFound",
    });
  });

  test.each([
    [{ BYTEPLUS_ACCESS_KEY_ID: "id" }, "EnvSecretNotFound", "BYTEPLUS_SECRET_KEY"],
    [{ BYTEPLUS_SECRET_ACCESS_KEY: "secret" }, "EnvAccessKeyNotFound", "BYTEPLUS_ACCESS_KEY"],
  ])("only one half set is a failure: %j", async (variables, vendorCode, named) => {
    await expect(load({ ...variables })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      vendorCode,
      message: expect.stringContaining(named),
    });
  });

  test("1.12: nothing set is unavailable, NOT_CONFIGURED with EnvAccessKeyNotFound", async () => {
    const { result } = await load({ BYTEPLUS_SESSION_TOKEN: "token" });
    expect(result).toMatchObject({ cause: { code: "NOT_CONFIGURED", vendorCode: "EnvAccessKeyNotFound" } });
  });

  test("legacy names are not read", async () => {
    const { result } = await load({ BYTEPLUS_ACCESSKEY: "id", BYTEPLUS_SECRETKEY: "secret" });
    expect(result).toHaveProperty("reason");
  });

  test("section 11: one family is read at a time", async () => {
    const { result } = await load(
      { ...all, VOLCSTACK_ACCESS_KEY_ID: "v-id", VOLCSTACK_ACCESS_KEY: "v-other", VOLCSTACK_SECRET_KEY: "v-secret" },
      volcenginePreset.envFamily,
    );
    expect(result).toMatchObject({ accessKeyId: "v-id", accessKeySecret: "v-secret", type: "access_key" });
    const open = await load({ ...all, VOLC_ACCESSKEY: "o-id", VOLC_SECRETKEY: "o-secret" }, volcengineOpenApiFamily);
    expect(open.result).toMatchObject({ accessKeyId: "o-id", type: "access_key" });
  });
});

sourceConformance({
  name: "env",
  working: () => ({
    source: env(),
    host: scriptedHost({
      env: {
        BYTEPLUS_ACCESS_KEY: "id",
        BYTEPLUS_SECRET_KEY: canary.accessKeySecret,
        BYTEPLUS_SESSION_TOKEN: canary.securityToken,
      },
    }),
  }),
  unconfigured: () => ({ source: env(), host: scriptedHost() }),
  failing: {
    "only a secret": () => ({
      source: env(),
      host: scriptedHost({ env: { BYTEPLUS_SECRET_KEY: canary.accessKeySecret } }),
      code: "CONFIG_INVALID",
    }),
  },
});
