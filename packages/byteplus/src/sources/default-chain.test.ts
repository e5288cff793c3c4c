import { createProvider, isUnavailable } from "@credport/core";
import {
  canary,
  drive,
  loadContext,
  networkError,
  scriptedHost,
  sourceConformance,
  type ScriptedHost,
} from "@credport/testing";
import { describe, expect, test } from "vitest";
import { volcenginePreset } from "../presets/volcengine-preset.js";
import { defaultChain, sessionSource } from "./default-chain.js";

const envKeys = { BYTEPLUS_ACCESS_KEY: "of-env", BYTEPLUS_SECRET_KEY: canary.accessKeySecret };
const oidc = { BYTEPLUS_OIDC_TOKEN_FILE: "/t", BYTEPLUS_OIDC_ROLE_TRN: "trn:iam::1:role/r" };
const cli = JSON.stringify({ profiles: { default: { "access-key": "of-cli", "secret-key": "s" } } });
const shared = "[default]\nbyteplus_access_key_id=of-shared\nbyteplus_secret_access_key=s\n";
const cliPath = "/home/tester/.byteplus/config.json";
const sharedPath = "/home/tester/.byteplus/credentials";

function host(env: Record<string, string> = {}, files: Record<string, string> = {}): ScriptedHost {
  return scriptedHost({ env, files });
}

const load = (source: ReturnType<typeof defaultChain>, on: ScriptedHost): Promise<unknown> =>
  drive(
    on,
    source.load(loadContext(on)).catch((error: unknown) => error),
  );

describe("1.11 default chain", () => {
  test("asks Env, OIDC, CLI config and ECS role, in that order", async () => {
    const empty = host();
    const result = await load(defaultChain(), empty);
    expect(result).toMatchObject({
      cause: {
        code: "CHAIN_EXHAUSTED",
        vendorCode: "NoCredentialProviders",
        attempts: ["env", "oidc", "cli_config", "ecs_role"].map((link) =>
          expect.objectContaining({ source: `default/${link}`, outcome: "unavailable" }),
        ),
      },
    });
  });

  test("alone under a provider it rejects with CHAIN_EXHAUSTED and every cause", async () => {
    const empty = host();
    const provider = createProvider(defaultChain(), { host: empty });
    await expect(drive(empty, provider.getCredentials())).rejects.toMatchObject({
      code: "CHAIN_EXHAUSTED",
      message: expect.stringMatching(/env.*oidc.*cli_config.*ecs_role/s),
    });
  });

  test("off ECS the last link costs one request, limited to 1 s", async () => {
    const empty = host();
    empty.onRequest(() => {
      throw networkError("100.96.0.96");
    });
    await load(defaultChain(), empty);
    expect(empty.requests).toHaveLength(1);
    expect(empty.requests[0]?.original).toMatchObject({ connectTimeout: 1_000, readTimeout: 1_000 });
  });

  test("the environment wins over the CLI config, and the shared file is not in it", async () => {
    expect(await load(defaultChain(), host(envKeys, { [cliPath]: cli }))).toMatchObject({
      accessKeyId: "of-env",
      identity: { source: "default/env" },
    });
    expect(await load(defaultChain(), host({}, { [cliPath]: cli, [sharedPath]: shared }))).toMatchObject({
      accessKeyId: "of-cli",
    });
  });

  test("a configured link that fails stops the chain: no other identity is taken", async () => {
    const half = host({ BYTEPLUS_ACCESS_KEY: "a" }, { [cliPath]: cli });
    expect(await load(defaultChain(), half)).toMatchObject({ code: "CONFIG_INVALID", source: "default/env" });
    const refused = host(oidc, { "/t": "token", [cliPath]: cli });
    refused.onRequest(() => ({ status: 403 }));
    expect(await load(defaultChain(), refused)).toMatchObject({ code: "HTTP_STATUS", source: "default/oidc" });
  });

  test("the winner is pinned: keys that appear earlier in the chain do not replace it, its failure is the chain's", async () => {
    const on = host({}, { [cliPath]: cli });
    const chain = defaultChain();
    await load(chain, on);
    for (const [name, value] of Object.entries(envKeys)) on.environment.set(name, value);
    expect(await load(chain, on)).toMatchObject({ accessKeyId: "of-cli" });
    on.files.remove(cliPath);
    expect(isUnavailable(await load(chain, on))).toBe(false);
    expect(await load(defaultChain({ pin: "none" }), on)).toMatchObject({ accessKeyId: "of-env" });
  });

  test("after a total failure the chain is walked again", async () => {
    const on = host();
    const chain = defaultChain();
    await load(chain, on);
    for (const [name, value] of Object.entries(envKeys)) on.environment.set(name, value);
    expect(await load(chain, on)).toMatchObject({ accessKeyId: "of-env" });
  });
});

describe("1.11 a session without credentials in code", () => {
  test("has the shared file between OIDC and the CLI config", async () => {
    expect(await load(sessionSource(), host({}, { [cliPath]: cli, [sharedPath]: shared }))).toMatchObject({
      accessKeyId: "of-shared",
    });
    expect(await load(sessionSource(), host({}, { [cliPath]: cli }))).toMatchObject({ accessKeyId: "of-cli" });
    expect(await load(sessionSource(), host(envKeys, { [sharedPath]: shared }))).toMatchObject({
      accessKeyId: "of-env",
    });
  });

  test("an empty profile is none", async () => {
    expect(await load(sessionSource({ profile: "" }), host(envKeys, { [sharedPath]: shared }))).toMatchObject({
      identity: { source: "default/env" },
    });
  });

  test("an explicit profile wins over everything and does not fall back", async () => {
    const both = host(envKeys, { [sharedPath]: shared });
    expect(await load(sessionSource({ profile: "default" }), both)).toMatchObject({ accessKeyId: "of-shared" });
    expect(await load(sessionSource({ profile: "gone" }), both)).toMatchObject({ code: "PROFILE_NOT_FOUND" });
  });
});

describe("section 11 Volcengine", () => {
  const chain = defaultChain({ preset: volcenginePreset });
  const volc = "/home/tester/.volc/config";

  test("reads its own variables, then its key file, and nothing of BytePlus", async () => {
    const file = JSON.stringify({ VOLC_ACCESSKEY: "of-file", VOLC_SECRETKEY: "s" });
    expect(await load(chain, host({ ...envKeys }, { [volc]: file, [cliPath]: cli }))).toMatchObject({
      accessKeyId: "of-file",
    });
    const variables = { VOLCSTACK_ACCESS_KEY_ID: "of-env", VOLCSTACK_SECRET_ACCESS_KEY: "s" };
    expect(await load(defaultChain({ preset: volcenginePreset }), host(variables, { [volc]: file }))).toMatchObject({
      accessKeyId: "of-env",
    });
  });

  test("a profile is BytePlus's: it is refused, and nobody else's keys are taken", () => {
    expect(() => sessionSource({ preset: volcenginePreset, profile: "dev" })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining("profile") }),
    );
  });

  test("a broken key file is a failure", async () => {
    expect(await load(defaultChain({ preset: volcenginePreset }), host({}, { [volc]: "{" }))).toMatchObject({
      code: "FILE_MALFORMED",
    });
    expect(await load(defaultChain({ preset: volcenginePreset }), host({}, { [volc]: "{}" }))).toMatchObject({
      code: "CONFIG_INVALID",
    });
  });
});

sourceConformance({
  name: "default",
  working: () => ({ source: defaultChain(), host: host(envKeys) }),
  unconfigured: () => ({ source: defaultChain(), host: host() }),
  failing: {
    "half a key": () => ({
      source: defaultChain(),
      host: host({ BYTEPLUS_SECRET_KEY: canary.accessKeySecret }),
      code: "CONFIG_INVALID",
    }),
  },
  hanging: () => {
    const on = host();
    on.onRequest(() => new Promise(() => undefined));
    return { source: defaultChain(), host: on };
  },
});
