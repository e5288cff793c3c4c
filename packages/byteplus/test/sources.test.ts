import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProvider, type CredentialsSource } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { createNodeHost } from "@credport/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  assumeRole,
  assumeRoleWithOidc,
  assumeRoleWithSaml,
  BytePlusSession,
  defaultChain,
  ecsRole,
  Sts,
  type StaticKeysOptions,
} from "../src/index.js";

let emulator: Emulator<"byteplus" | "byteplusMetadata" | "oidc" | "sts">;
let directory: string;
const trnOf = (role: string): string => `trn:iam::${emulator.accountId}:role/${role}`;

beforeEach(async () => {
  emulator = await startEmulator({ services: ["byteplus", "byteplusMetadata", "oidc", "sts"] });
  directory = await mkdtemp(join(tmpdir(), "credport-byteplus-"));
});
afterEach(async () => {
  await emulator.close();
  await rm(directory, { recursive: true });
});

/** Who STS says a source is, asked over a session of its own. */
async function callerOf(
  credentials: CredentialsSource | StaticKeysOptions,
  env: Record<string, string> = {},
): Promise<string> {
  await using host = createNodeHost({ env });
  const endpoint = emulator.byteplus.url;
  await using session = new BytePlusSession({ host, region: "ap-southeast-1", endpoint, credentials });
  return (await new Sts(session.client()).getCallerIdentity()).Trn;
}

describe("sources against the emulator, over real sockets", () => {
  test("clients of a session that connect in another way have its credentials: STS is asked once", async () => {
    const { accounts, accountId, byteplus } = emulator;
    accounts.createRole({ name: "reader" });
    const signer = accounts.createUser();
    const credentials = assumeRole({ credentials: signer, roleName: "reader", accountId, endpoint: byteplus.url });
    await using session = new BytePlusSession({ region: "ap-southeast-1", endpoint: byteplus.url, credentials });
    for (const client of [session.client(), session.client({ idleTimeout: 1_000 }), session.client({ timeout: 5_000 })])
      await new Sts(client).getCallerIdentity();
    expect(emulator.calls.count("byteplus", "AssumeRole")).toBe(1);
    expect(emulator.calls.count("byteplus", "GetCallerIdentity")).toBe(3);
    await new Sts(session.client({ credentials })).getCallerIdentity();
    expect(emulator.calls.count("byteplus", "AssumeRole")).toBe(2);
  });

  test("AssumeRole, its session signing calls", async () => {
    const { accounts, accountId, byteplus } = emulator;
    accounts.createRole({ name: "reader" });
    const credentials = accounts.createUser();
    const source = assumeRole({ credentials, roleName: "reader", accountId, endpoint: byteplus.url });
    expect(await callerOf(source)).toMatch(/assumed-role\/reader\/credport-/);
  });

  test("AssumeRoleWithOIDC from a projected token file", async () => {
    emulator.accounts.createRole({ name: "pod" });
    const oidcTokenFile = await emulator.oidc.projectToken(directory, { audience: "sts.byteplusapi.com" });
    const source = assumeRoleWithOidc({ oidcTokenFile, roleTrn: trnOf("pod"), endpoint: emulator.byteplus.url });
    expect(await callerOf(source)).toMatch(/assumed-role\/pod\/credport-/);
  });

  test("one token file, named by each vendor's own variables, is good for both vendors' STS", async () => {
    const { accounts, byteplus, oidc, sts } = emulator;
    const [reader, writer] = [accounts.createRole({ name: "reader" }), accounts.createRole({ name: "writer" })];
    const tokenFile = await oidc.projectToken(directory);
    const env = {
      BYTEPLUS_OIDC_TOKEN_FILE: tokenFile,
      BYTEPLUS_OIDC_ROLE_TRN: trnOf(reader.name),
      BYTEPLUS_OIDC_ROLE_SESSION_NAME: "both",
      BYTEPLUS_OIDC_STS_ENDPOINT: byteplus.url,
      // The other vendor's: no link here reads them.
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: tokenFile,
      ALIBABA_CLOUD_ROLE_ARN: writer.arn,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidc.providerArn,
    };
    expect(await callerOf(defaultChain(), env)).toMatch(/assumed-role\/reader\/both$/);
    const other = await fetch(`${sts.url}/?Action=AssumeRoleWithOIDC&Version=2015-04-01&Format=JSON`, {
      method: "POST",
      body: new URLSearchParams({
        RoleArn: writer.arn,
        OIDCProviderArn: oidc.providerArn,
        OIDCToken: await readFile(tokenFile, "utf8"),
        RoleSessionName: "both",
      }),
    });
    expect(await other.json()).toMatchObject({ AssumedRoleUser: { Arn: expect.stringMatching(/\/writer\/both$/) } });
  });

  test("AssumeRoleWithSAML, with an assertion asked for at each load", async () => {
    emulator.accounts.createRole({ name: "pod" });
    const { byteplus } = emulator;
    const source = assumeRoleWithSaml({
      roleTrn: trnOf("pod"),
      samlProviderTrn: byteplus.samlProviderTrn,
      samlAssertion: () => byteplus.issueAssertion(),
      endpoint: byteplus.url,
    });
    expect(await callerOf(source)).toContain("assumed-role/pod/");
  });

  test("the ECS role, discovered", async () => {
    emulator.byteplusMetadata.role = emulator.accounts.createRole({ name: "instance" });
    await using host = createNodeHost({ env: {} });
    await using provider = createProvider(ecsRole({ endpoint: emulator.byteplusMetadata.url }), { host });
    expect(await provider.getCredentials()).toMatchObject({ type: "sts", identity: { source: "ecs_role" } });
    expect(emulator.calls.count("byteplusMetadata")).toBe(3);
  });
});
