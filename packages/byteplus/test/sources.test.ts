import { createProvider } from "@credport/core";
import { describe, expect, test } from "vitest";
import { assumeRole, assumeRoleWithOidc, BytePlusSession, ecsRole, Sts } from "../src/index.js";

describe("sources against the emulator, over real sockets", () => {
  const real = async () => (await import("@credport/node")).createNodeHost({ env: {} });

  test("AssumeRole, its session signing calls", async () => {
    await using host = await real();
    await using live = await startRealEmulator();
    const { emulator, keys } = live;
    emulator.accounts.createRole({ name: "reader" });
    await using session = new BytePlusSession({
      host,
      region: "ap-southeast-1",
      endpoint: emulator.byteplus.url,
      credentials: assumeRole({
        credentials: keys,
        roleName: "reader",
        accountId: emulator.accountId,
        endpoint: emulator.byteplus.url,
      }),
    });
    expect(await new Sts(session.client()).getCallerIdentity()).toMatchObject({
      Trn: expect.stringMatching(/assumed-role\/reader\/credport-/),
    });
  });

  test("AssumeRoleWithOIDC from a projected token file, and SAML", async () => {
    await using host = await real();
    await using live = await startRealEmulator();
    const { emulator } = live;
    const { mkdtemp, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const directory = await mkdtemp(`${tmpdir()}/oidc-`);
    try {
      const oidcTokenFile = await emulator.oidc.projectToken(directory, { audience: "sts.byteplusapi.com" });
      emulator.accounts.createRole({ name: "pod" });
      const roleTrn = `trn:iam::${emulator.accountId}:role/pod`;
      await using oidc = createProvider(
        assumeRoleWithOidc({ oidcTokenFile, roleTrn, endpoint: emulator.byteplus.url }),
        { host },
      );
      expect(await oidc.getCredentials()).toMatchObject({ type: "sts", identity: { source: "oidc" } });
      const { assumeRoleWithSaml } = await import("../src/index.js");
      const { samlProviderTrn } = emulator.byteplus;
      await using saml = createProvider(
        assumeRoleWithSaml({
          roleTrn,
          samlProviderTrn,
          samlAssertion: () => emulator.byteplus.issueAssertion(),
          endpoint: emulator.byteplus.url,
        }),
        { host },
      );
      expect(await saml.getCredentials()).toMatchObject({ type: "sts", identity: { source: "saml" } });
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test("the ECS role, discovered", async () => {
    await using host = await real();
    await using live = await startRealEmulator();
    const { emulator } = live;
    emulator.byteplusMetadata.role = emulator.accounts.createRole({ name: "instance" });
    await using provider = createProvider(ecsRole({ endpoint: emulator.byteplusMetadata.url }), { host });
    expect(await provider.getCredentials()).toMatchObject({ type: "sts", identity: { source: "ecs_role" } });
    expect(emulator.calls.count("byteplusMetadata")).toBe(3);
  });
});

/** An emulator on the real clock. */
async function startRealEmulator() {
  const { startEmulator } = await import("@credport/emulator");
  const emulator = await startEmulator({ services: ["byteplus", "byteplusMetadata", "oidc"] });
  const keys = emulator.accounts.createUser();
  return { emulator, keys, [Symbol.asyncDispose]: () => emulator.close() };
}
