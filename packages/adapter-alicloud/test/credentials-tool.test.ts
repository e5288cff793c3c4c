import { createRequire } from "node:module";
import { inspect } from "node:util";
import { CredentialsError } from "@credport/core";
import { createProvider } from "@credport/node";
import { assertNoCanary, canary } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCredentialsTool, credentialsToolProvider, fromCredentialsTool } from "../src/index.js";
import { emulatedRole, type EmulatedRole } from "./emulated-role.js";

const require = createRequire(import.meta.url);
const tool: typeof import("@alicloud/credentials", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/credentials");
const lowest: typeof tool = require("credentials-lowest");

let account: EmulatedRole;

beforeEach(async () => {
  account = await emulatedRole();
});

afterEach(() => account[Symbol.asyncDispose]());

describe("our provider inside the official tool", () => {
  test("is asked at each call, as a shape and as an instance", async () => {
    const { provider } = account.rotating;
    const shaped = [tool, lowest].map(({ default: Credential }) => {
      return new Credential(null, credentialsToolProvider(provider));
    });
    for (const credential of [...shaped, await createCredentialsTool(provider)]) {
      const before = await credential.getCredential();
      await account.rotating.rotate();
      const after = await credential.getCredential();
      expect(after.accessKeyId).not.toBe(before.accessKeyId);
      expect(after.securityToken).toBe(provider.peek()?.securityToken);
      expect(after.providerName).toBe("scripted");
      expect(credential.getType()).toBe("scripted");
    }
  });

  test("answers the three single getters of an instance from one session, while that lives", async () => {
    const { rotating } = account;
    let now = Date.now();
    const credential = await createCredentialsTool(rotating.provider, { now: () => now });
    const id = await credential.getAccessKeyId();
    const before = rotating.provider.peek();
    await rotating.rotate();
    expect([id, await credential.getAccessKeySecret(), await credential.getSecurityToken()]).toEqual([
      before?.accessKeyId,
      before?.accessKeySecret,
      before?.securityToken,
    ]);
    now += 3_600_000;
    expect(await credential.getAccessKeySecret()).toBe(rotating.provider.peek()?.accessKeySecret);
    expect(inspect(credential, { showHidden: true, depth: 5 })).not.toContain(before?.accessKeySecret);
  });

  test("fails with the provider's own error", async () => {
    account.rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    const credential = await createCredentialsTool(account.rotating.provider);
    await expect(credential.getCredential()).rejects.toMatchObject({ code: "NETWORK" });
  });
});

describe("the official tool as a source", () => {
  test("gives a session, and stays the judge at every call", async () => {
    account.emulator.credentialsUri.role = account.role;
    const config = new tool.Config({ type: "credentials_uri", credentialsURI: account.emulator.credentialsUri.url });
    await using provider = createProvider(fromCredentialsTool(new tool.default(config)));
    const first = await provider.getCredentials();
    expect(first).toMatchObject({ type: "sts", identity: { source: "alicloud_credentials" } });
    await provider.getCredentials();
    expect(provider.status().loads).toBe(2);
  });

  test("keeps an answer for the lifetime the caller names", async () => {
    const credential = new tool.default(
      new tool.Config({ type: "access_key", accessKeyId: "LTAI", accessKeySecret: "secret" }),
    );
    await using provider = createProvider(fromCredentialsTool(credential, { lifetime: 600_000 }));
    const first = await provider.getCredentials();
    expect(await provider.getCredentials()).toBe(first);
    expect(first.expiration).toBeInstanceOf(Date);
    expect(provider.status().loads).toBe(1);
  });

  test("turns an empty key with a bearer token into bearer credentials", async () => {
    const credential = new tool.default(new tool.Config({ type: "bearer", bearerToken: "t0ken" }));
    await using provider = createProvider(fromCredentialsTool(credential));
    expect(await provider.getCredentials()).toMatchObject({ type: "bearer", bearerToken: "t0ken" });
  });

  test("stays the judge of bearer tokens too, unless a lifetime is named", async () => {
    let asked = 0;
    const getCredential = async () => ({ accessKeyId: "", type: "bearer", bearerToken: `t0ken-${++asked}` });
    await using asking = createProvider(fromCredentialsTool({ getCredential }));
    await asking.getCredentials();
    expect(await asking.getCredentials()).toMatchObject({ bearerToken: "t0ken-2" });
    await using keeping = createProvider(fromCredentialsTool({ getCredential }, { lifetime: 600_000 }));
    await keeping.getCredentials();
    expect(await keeping.getCredentials()).toMatchObject({ bearerToken: "t0ken-3" });
  });

  const secret = canary.accessKeySecret;
  test.each([
    ["rejects", () => Promise.reject(new TypeError(`bad answer: ${secret}`))],
    [
      "throws",
      (): never => {
        throw new TypeError(`bad answer: ${secret}`);
      },
    ],
  ])("keeps nothing of the error a tool %s with but its name", async (_how, getCredential) => {
    await using provider = createProvider(fromCredentialsTool({ getCredential }));
    const error: unknown = await provider.getCredentials().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: expect.stringContaining("TypeError") });
    assertNoCanary(error, [secret]);
  });

  test.each([
    [{}, {}, /"credential" must be/],
    [{ getCredential: () => Promise.resolve({}) }, { lifetime: -1 }, /"lifetime" must be a positive number/],
  ])("refuses what cannot work, at construction", (credential, options, message) => {
    expect(() => Reflect.apply(fromCredentialsTool, undefined, [credential, options])).toThrow(message);
  });
});
