import { scriptedHost, scriptedSource, testSession } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { createAccessKeyCredentials } from "../credentials/create-credentials.js";
import { createProvider } from "../engine/create-provider.js";
import type { CredentialsProvider } from "../sources/credentials-provider.js";
import { staticSource } from "../sources/static-source.js";
import { hasMethods, isClassWith } from "./has-methods.js";
import { missingPeer } from "./missing-peer.js";
import { requirePermanentKey } from "./require-permanent-key.js";
import { requireProvider } from "./require-provider.js";
import { unwrapDefault } from "./unwrap-default.js";
import { wrongClient } from "./wrong-client.js";

class Client {
  send(): void {}
}

describe("recognising a client", () => {
  test.each([
    ["an instance", new Client(), true],
    ["an object without it", {}, false],
    ["null", null, false],
    ["a text", "send", false],
  ])("hasMethods: %s", (_what, value, expected) => {
    expect(hasMethods(value, ["send"])).toBe(expected);
  });

  test("isClassWith takes classes, not instances or arrow functions", () => {
    expect(isClassWith(Client, ["send"])).toBe(true);
    expect(isClassWith(new Client(), ["send"])).toBe(false);
    expect(isClassWith(() => undefined, ["send"])).toBe(false);
  });

  const isClient = (value: unknown): value is typeof Client => isClassWith(value, ["send"]);

  test("unwrapDefault finds a class behind up to two layers of default", () => {
    expect(unwrapDefault(Client, isClient)).toBe(Client);
    expect(unwrapDefault({ default: Client }, isClient)).toBe(Client);
    expect(unwrapDefault({ default: { default: Client } }, isClient)).toBe(Client);
    expect(unwrapDefault({ default: { default: { default: Client } } }, isClient)).toBeUndefined();
    expect(unwrapDefault(undefined, isClient)).toBeUndefined();
  });
});

describe("errors that help", () => {
  test("name what to pass and what to install", () => {
    expect(wrongClient({ what: "the OSS class", package: "ali-oss", range: "^6.20.0" })).toMatchObject({
      code: "CONFIG_INVALID",
      message: 'Expected the OSS class from "ali-oss" ^6.20.0. Install ali-oss@"^6.20.0" and pass that.',
    });
    expect(missingPeer({ package: "minio", range: "^8.0.2" }).message).toContain('npm install minio@"^8.0.2"');
  });

  test("requireProvider names the option", () => {
    const provider = createProvider(scriptedSource(testSession(1)), { host: scriptedHost() });
    expect(() => requireProvider(provider)).not.toThrow();
    const half: CredentialsProvider = JSON.parse('{"name":"half"}');
    expect(() => requireProvider(half)).toThrow(/"provider" must be/);
  });
});

describe("requirePermanentKey", () => {
  test("gives the permanent key a provider already holds", () => {
    const key = createAccessKeyCredentials({ accessKeyId: "LTAI", accessKeySecret: "secret", source: "static_ak" });
    const provider = createProvider(staticSource(key), { host: scriptedHost() });
    expect(requirePermanentKey(provider, "hint").accessKeyId).toBe("LTAI");
  });

  test("refuses a session, and a provider that holds nothing yet", async () => {
    const provider = createProvider(scriptedSource(testSession(1)), { host: scriptedHost() });
    expect(() => requirePermanentKey(provider, "use the other one")).toThrow("use the other one");
    await provider.getCredentials();
    expect(() => requirePermanentKey(provider, "use the other one")).toThrow("use the other one");
  });
});
