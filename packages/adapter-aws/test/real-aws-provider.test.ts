import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromIni } from "@aws-sdk/credential-provider-ini";
import {
  chain,
  createAccessKeyCredentials,
  createProvider,
  exposeCredentials,
  staticSource,
  type CredentialsSource,
} from "@credport/core";
import { assertNoCanary, canary, scriptedHost } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fromAwsProvider } from "../src/index.js";

const lowest: { readonly fromIni: typeof fromIni } = createRequire(import.meta.url)("credential-provider-ini-lowest");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "credport-"));
});

afterEach(() => rm(folder, { recursive: true }));

describe.each([
  { release: "latest", make: fromIni },
  { release: "lowest", make: lowest.fromIni },
])("fromIni, $release", ({ make }) => {
  async function sourceOf(text: string): Promise<CredentialsSource> {
    const filepath = join(folder, "credentials");
    await writeFile(filepath, text);
    return fromAwsProvider(make({ profile: "work", filepath, configFilepath: filepath, ignoreCache: true }));
  }

  test("gives what the profile holds", async () => {
    const text = `[work]\naws_access_key_id=AKIA\naws_secret_access_key=secret\naws_session_token=token\n`;
    const provider = createProvider(await sourceOf(text), { host: scriptedHost() });
    const credentials = await provider.getCredentials();
    expect(exposeCredentials(credentials)).toEqual({
      accessKeyId: "AKIA",
      accessKeySecret: "secret",
      securityToken: "token",
    });
  });

  test("is not configured without the profile, and a chain goes on", async () => {
    const next = createAccessKeyCredentials({ accessKeyId: "next", accessKeySecret: "secret", source: "static_ak" });
    const source = chain("default", [await sourceOf("[other]\n"), staticSource(next)]);
    const provider = createProvider(source, { host: scriptedHost() });
    expect((await provider.getCredentials()).accessKeyId).toBe("next");
  });

  test("keeps nothing that a process of the profile prints", async () => {
    const text = `[work]\ncredential_process=node -e "console.log('${canary.accessKeySecret}')"\n`;
    const provider = createProvider(await sourceOf(text), { host: scriptedHost() });
    const error: unknown = await provider.getCredentials().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "UNAVAILABLE" });
    assertNoCanary(error);
  });
});
