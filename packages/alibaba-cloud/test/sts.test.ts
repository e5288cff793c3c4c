import { chain } from "@credport/core";
import { createProvider } from "@credport/node";
import { startEmulator, type Emulator } from "@credport/emulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessKey, environment, ramRoleArn } from "../src/index.js";

describe("AssumeRole against the emulator", () => {
  let emulator: Emulator<"sts">;

  beforeAll(async () => {
    emulator = await startEmulator({ services: ["sts"] });
  });
  afterAll(() => emulator.close());

  test("2.1: a role is assumed with a permanent key, and again with its session", async () => {
    const { accessKeyId, accessKeySecret } = emulator.accounts.createUser();
    const first = emulator.accounts.createRole({ name: "first" });
    const second = emulator.accounts.createRole({ name: "second" });
    const stsEndpoint = emulator.sts.url;
    const inner = ramRoleArn({
      base: chain("keys", [environment(), accessKey({ accessKeyId, accessKeySecret })]),
      roleArn: first.arn,
      stsEndpoint,
    });
    await using provider = createProvider(ramRoleArn({ base: inner, roleArn: second.arn, stsEndpoint }));
    const credentials = await provider.getCredentials();
    expect(credentials.identity.source).toBe("ram_role_arn/ram_role_arn/keys/static_ak");
    expect(credentials.identity.principal).toContain("second");
    const { securityToken } = credentials;
    expect(emulator.accounts.lookup(credentials.accessKeyId, securityToken, emulator.clock.now()).rejection).toBe(
      undefined,
    );
  });
});
