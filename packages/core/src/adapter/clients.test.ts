import { scriptedHost, scriptedSource, testSession } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { createAccessKeyCredentials } from "../credentials/create-credentials.js";
import { createProvider } from "../engine/create-provider.js";
import type { CredentialsProvider } from "../sources/credentials-provider.js";
import { staticSource } from "../sources/static-source.js";
import { hasMethods, isClassWith } from "./has-methods.js";
import { missingPeer, wrongClient } from "./peer-errors.js";
import { requireClientClass } from "./require-client.js";
import { requirePermanentKey } from "./require-permanent-key.js";
import { requireProvider } from "./require-provider.js";

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

  test("requireClientClass finds a class behind up to two layers of default", () => {
    const peer = { package: "no-client", range: "^1.0.0", wanted: "the Client class", from: import.meta.url };
    const find = (value: unknown): unknown => requireClientClass(value, ["send"], peer);
    expect(find(Client)).toBe(Client);
    expect(find({ default: Client })).toBe(Client);
    expect(find({ default: { default: Client } })).toBe(Client);
    expect(() => find({ default: { default: { default: Client } } })).toThrow("Expected the Client class");
    expect(() => find(undefined)).toThrow("Expected the Client class");
    expect(() => find(class {})).toThrow("Expected the Client class");
  });
});

describe("errors that help", () => {
  const from = import.meta.url;

  test("name what to pass, what is there and what to install", () => {
    expect(wrongClient({ package: "no-oss", range: "^6.20.0", wanted: "the OSS class", from })).toMatchObject({
      code: "CONFIG_INVALID",
      message: 'Expected the OSS class from "no-oss" ^6.20.0 (found: none). Install no-oss@"^6.20.0" and pass that.',
    });
    const noMinio = { package: "no-minio", range: "^8.0.7", wanted: "the client", from };
    expect(missingPeer(noMinio, new Error("gone"))).toMatchObject({
      code: "CONFIG_INVALID",
      message: '"no-minio" ^8.0.7 is needed (found: none). Run: npm install no-minio@"^8.0.7"',
      cause: expect.any(Error),
    });
  });

  test.each(["vitest", "esbuild"])("find the installed version of %s", (name) => {
    const { message } = missingPeer({ package: name, range: "*", wanted: "the client", from });
    expect(message).toMatch(/\(found: \d+\.\d+\.\d+\)/);
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
