import { issueSessions, scriptedHost, scriptedSource, testProvider, type ScriptedSource } from "@credport/testing";
import { describe, expect, test, vi } from "vitest";
import { createBearerCredentials } from "../credentials/create-credentials.js";
import type { AccessKeyCredentials, BearerCredentials } from "../credentials/credentials.js";
import { createProvider } from "../engine/create-provider.js";
import { CredentialsError } from "../errors/credentials-error.js";
import type { CredentialsProvider } from "../sources/credentials-provider.js";
import { retryOnRejected } from "./retry-on-rejected.js";

const refused = new Error("refused");
const isRejectedError = (error: unknown): boolean => error === refused;

function setUp(): { source: ScriptedSource; provider: CredentialsProvider } {
  const host = scriptedHost();
  const source = scriptedSource(issueSessions(3_600_000));
  return { source, provider: createProvider(source, { host }) };
}

describe("retryOnRejected", () => {
  test("sends once, with the provider's current credential", async () => {
    const { provider, source } = setUp();
    const attempt = vi.fn(async ({ accessKeyId }: AccessKeyCredentials) => accessKeyId);
    const first = await provider.getCredentials();
    expect(await retryOnRejected({ provider, attempt, isRejectedError, repeatable: true })).toBe(first.accessKeyId);
    expect(attempt).toHaveBeenCalledTimes(1);
    expect(source.loads).toBe(1);
  });

  test.each([
    ["", "secret"],
    ["id", ""],
  ])("sends nothing with half a key: %j, %j", async (accessKeyId, accessKeySecret) => {
    const { provider } = setUp();
    const identity = { fingerprint: "f", source: "test" };
    const half = { type: "access_key", identity, accessKeyId, accessKeySecret } as const;
    const getCredentials = async (): Promise<AccessKeyCredentials> => half;
    const attempt = vi.fn(async () => "sent");
    const sending = retryOnRejected({ provider: { ...provider, getCredentials }, attempt, repeatable: true });
    await expect(sending).rejects.toMatchObject({ code: "INVALID_CREDENTIAL" });
    expect(attempt).not.toHaveBeenCalled();
  });

  test("after a refusal sends once more, with another credential", async () => {
    const { provider, source } = setUp();
    const keys: string[] = [];
    const attempt = async ({ accessKeyId }: AccessKeyCredentials): Promise<string> => {
      keys.push(accessKeyId);
      if (keys.length === 1) throw refused;
      return "done";
    };
    expect(await retryOnRejected({ provider, attempt, isRejectedError, repeatable: true })).toBe("done");
    expect(new Set(keys).size).toBe(2);
    expect(source.loads).toBe(2);
  });

  test("invalidates by the key id the request was signed with, the one a client that asks by itself has named", async () => {
    const { provider: real, source } = setUp();
    const invalidate = vi.fn(real.invalidate);
    const provider: CredentialsProvider = { ...real, invalidate };
    const attempt = vi.fn(async () => Promise.reject(refused));
    const first = await provider.getCredentials();
    await expect(retryOnRejected({ provider, attempt, isRejectedError, repeatable: false })).rejects.toBe(refused);
    expect(invalidate).toHaveBeenLastCalledWith({ accessKeyId: first.accessKeyId });

    const naming = vi.fn(async (_credentials: AccessKeyCredentials, signedWith: (accessKeyId: string) => void) => {
      signedWith("newer");
      return Promise.reject(refused);
    });
    await expect(retryOnRejected({ provider, attempt: naming, isRejectedError, repeatable: true })).rejects.toBe(
      refused,
    );
    expect(invalidate).toHaveBeenLastCalledWith({ accessKeyId: "newer" });
    expect(naming).toHaveBeenCalledTimes(2);
    expect(source.loads).toBe(2);
  });

  test("does not repeat with the key that a client has named as refused", async () => {
    const { provider, source } = setUp();
    const { accessKeyId } = await provider.getCredentials();
    source.answer(await provider.getCredentials());
    const attempt = vi.fn(async (_credentials: AccessKeyCredentials, signedWith: (accessKeyId: string) => void) => {
      signedWith(accessKeyId);
      return Promise.reject(refused);
    });
    await expect(retryOnRejected({ provider, attempt, isRejectedError, repeatable: true })).rejects.toBe(refused);
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  test("invalidates a bearer token by its identity", async () => {
    const bearer = (number: number): BearerCredentials =>
      createBearerCredentials({ bearerToken: `token ${String(number)}`, source: "bearer" });
    const { provider } = testProvider((_context, load) => bearer(load));
    const sent: string[] = [];
    const attempt = async ({ bearerToken }: BearerCredentials): Promise<string> => {
      sent.push(bearerToken);
      return sent.length === 1 ? Promise.reject(refused) : "done";
    };
    expect(await retryOnRejected({ provider, attempt, isRejectedError, repeatable: true })).toBe("done");
    expect(sent).toEqual(["token 1", "token 2"]);
  });

  test("understands refusals that resolve", async () => {
    const { provider } = setUp();
    let sent = 0;
    const attempt = async (): Promise<number> => (sent += 1);
    const isRejectedValue = (value: number): boolean => value === 1;
    expect(await retryOnRejected({ provider, attempt, isRejectedValue, repeatable: true })).toBe(2);
  });

  test("does not send a second time what cannot be sent again, but invalidates for the next one", async () => {
    const { provider, source } = setUp();
    const attempt = vi.fn(async () => Promise.reject(refused));
    await expect(retryOnRejected({ provider, attempt, isRejectedError, repeatable: false })).rejects.toBe(refused);
    expect(attempt).toHaveBeenCalledTimes(1);
    await provider.getCredentials();
    expect(source.loads).toBe(2);
  });

  test("gives up when the source has nothing else, and when the limit of invalidations is reached", async () => {
    const { provider, source } = setUp();
    const same = await provider.getCredentials();
    source.answer(same);
    const attempt = vi.fn(async () => Promise.reject(refused));
    const send = (): Promise<never> => retryOnRejected({ provider, attempt, isRejectedError, repeatable: true });
    await expect(send()).rejects.toBe(refused);
    await expect(send()).rejects.toBe(refused);
    expect(attempt).toHaveBeenCalledTimes(2);
    expect(source.loads).toBe(2);
  });

  test("passes on other errors, and the provider's own", async () => {
    const { provider, source } = setUp();
    const other = new Error("other");
    await expect(
      retryOnRejected({ provider, attempt: async () => Promise.reject(other), isRejectedError, repeatable: true }),
    ).rejects.toBe(other);
    expect(source.loads).toBe(1);

    source.answer(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    await expect(
      retryOnRejected({ provider, attempt: async () => Promise.reject(refused), isRejectedError, repeatable: true }),
    ).rejects.toMatchObject({ code: "NETWORK" });
  });
});
