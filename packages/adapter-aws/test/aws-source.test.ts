import { createProvider } from "@credport/core";
import { assertNoCanary, canary, scriptedHost } from "@credport/testing";
import { describe, expect, test, vi } from "vitest";
import { fromAwsProvider, type AwsProviderFunction } from "../src/index.js";

function providerError(tryNextLink: boolean): Error {
  return Object.assign(new Error(`Could not load: ${canary.accessKeySecret}`), {
    name: "CredentialsProviderError",
    tryNextLink,
  });
}

describe("fromAwsProvider", () => {
  test("maps the fields, the account id into the identity", async () => {
    const host = scriptedHost();
    const expiration = host.clock.date(3_600_000);
    const provide: AwsProviderFunction = async () => ({
      accessKeyId: "AKIA",
      secretAccessKey: "secret",
      sessionToken: "token",
      expiration,
      accountId: "123",
    });
    const provider = createProvider(fromAwsProvider(provide), { host });
    const credentials = await provider.getCredentials();
    expect([credentials.accessKeySecret, credentials.securityToken]).toEqual(["secret", "token"]);
    expect(credentials).toMatchObject({ expiration, identity: { source: "aws", accountId: "123" } });
  });

  test("passes forceRefresh for forced and invalidated loads only", async () => {
    const host = scriptedHost();
    let number = 0;
    const provide = vi.fn<AwsProviderFunction>(async () => ({
      accessKeyId: `AKIA${String((number += 1))}`,
      secretAccessKey: "secret",
    }));
    const provider = createProvider(fromAwsProvider(provide, { name: "sso" }), { host });
    await provider.getCredentials();
    await provider.getCredentials({ refresh: "force" });
    await host.clock.advance(10_001);
    provider.invalidate({ accessKeyId: "AKIA2" });
    await provider.getCredentials();
    expect(provide.mock.calls).toEqual([[undefined], [{ forceRefresh: true }], [{ forceRefresh: true }]]);
  });

  test("is unavailable where AWS says tryNextLink, and fails otherwise, keeping only the error's name", async () => {
    for (const [tryNextLink, code] of [
      [true, "UNAVAILABLE"],
      [false, "INCOMPLETE_RESPONSE"],
    ] as const) {
      const provider = createProvider(
        fromAwsProvider(() => Promise.reject(providerError(tryNextLink))),
        { host: scriptedHost() },
      );
      const error: unknown = await provider.getCredentials().catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code, message: expect.stringContaining("CredentialsProviderError") });
      assertNoCanary(error);
    }
  });

  test("refuses what is no function", () => {
    expect(() => Reflect.apply(fromAwsProvider, undefined, [{}])).toThrow(/"provide" must be/);
  });
});
