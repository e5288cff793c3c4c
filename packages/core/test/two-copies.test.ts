import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as ours from "@credport/core";
import { canary, issueSessions, scriptedHost, scriptedSource, assertNoCanary } from "@credport/testing";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

type Core = typeof ours;

let folder: string;
let theirs: Core;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "credport-core-"));
  const outfile = join(folder, "core.mjs");
  const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));
  await build({ entryPoints: [entry], bundle: true, format: "esm", target: "es2022", outfile });
  theirs = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
});

afterAll(() => rm(folder, { recursive: true }));

const fields = {
  accessKeyId: "LTAItest",
  accessKeySecret: canary.accessKeySecret,
  securityToken: canary.securityToken,
};

describe.each<readonly [string, () => readonly [Core, Core]]>([
  ["engine here, source there", () => [ours, theirs]],
  ["engine there, source here", () => [theirs, ours]],
])("core.md 2, two copies of core: %s", (_name, copies) => {
  test("they are two", () => {
    const [a, b] = copies();
    expect(a.CredentialsError).not.toBe(b.CredentialsError);
  });

  test("unavailable is no failure, credentials keep secrets, path and cache: false", async () => {
    const [a, b] = copies();
    const host = scriptedHost();
    const vault = scriptedSource(
      () => b.createAccessKeyCredentials({ ...fields, source: "vault", cache: false }),
      "vault",
    );
    const source = a.chain("default", [scriptedSource(b.unavailable("KEY is not set"), "env"), vault]);
    await using provider = a.createProvider(source, { host });
    const credentials = await provider.getCredentials();
    expect([credentials.accessKeySecret, credentials.securityToken, credentials.identity.source]).toEqual([
      canary.accessKeySecret,
      canary.securityToken,
      "default/vault",
    ]);
    assertNoCanary(credentials);
    expect(provider.status().attempts.map(({ outcome }) => outcome)).toEqual(["unavailable", "success"]);
    await provider.getCredentials();
    expect(vault.loads).toBe(2);
    expect(a.exposeCredentials(credentials)).toEqual(fields);
  });

  test("an error keeps its code, is recognised and gets the chain's path and trace", async () => {
    const [a, b] = copies();
    const outage = new b.CredentialsError({ code: "NETWORK", message: "down", retryAfter: 7_000 });
    await using provider = a.createProvider(a.chain("default", [scriptedSource(outage, "file")]), {
      host: scriptedHost(),
    });
    const error: unknown = await provider.getCredentials().catch((thrown: unknown) => thrown);
    expect(a.isCredentialsError(error) && b.isCredentialsError(error)).toBe(true);
    expect(error).toMatchObject({
      code: "NETWORK",
      source: "default/file",
      retryAfter: 7_000,
      attempts: [{ source: "default/file", outcome: "failed" }],
    });
  });

  test("a lone unavailable rejects with its cause; a provider feeds a source of the other copy", async () => {
    const [a, b] = copies();
    const host = scriptedHost();
    const cause = new b.CredentialsError({ code: "DISABLED", message: "off" });
    await using off = a.createProvider(scriptedSource(b.unavailable("off", { cause })), { host });
    await expect(off.getCredentials()).rejects.toMatchObject({ code: "DISABLED" });

    await using inner = b.createProvider(scriptedSource(issueSessions(3_600_000)), { host });
    const source = a.fromFunction("outer", ({ signal }) => inner.getCredentials({ signal }));
    await using outer = a.createProvider(source, { host });
    const credentials = await outer.getCredentials();
    expect(credentials.identity.source).toBe("outer/scripted");
    expect(outer.invalidate(inner.status().identity ?? credentials.identity)).toBe("invalidated");
  });
});
