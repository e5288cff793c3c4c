import { issueSessions, settle, testProvider, testSession } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { createBearerCredentials } from "../credentials/create-credentials.js";
import { CredentialsError } from "../errors/credentials-error.js";

const minute = 60_000;
const hour = 60 * minute;
const never = (): Promise<never> => new Promise(() => undefined);
const outage = (): CredentialsError => new CredentialsError({ code: "NETWORK", message: "The service is down." });

describe("core.md 2: force", () => {
  test("awaits a load that began after it, shared by all who force meanwhile", async () => {
    const { provider, source } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    const forced = await Promise.all(Array.from({ length: 50 }, () => provider.getCredentials({ refresh: "force" })));
    expect(new Set(forced.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["STS.test2"]));
    expect(source.contexts.map(({ reason }) => reason)).toEqual(["initial", "forced"]);
  });

  test("does not join a load that began before it, while others do", async () => {
    const { provider, source } = testProvider(issueSessions(hour));
    source.once(never);
    const first = provider.getCredentials();
    const forced = await provider.getCredentials({ refresh: "force" });
    expect(forced.accessKeyId).toBe("STS.test2");
    expect(await provider.getCredentials()).toBe(forced);
    expect(source.loads).toBe(2);
    await provider[Symbol.asyncDispose]();
    await expect(first).rejects.toMatchObject({ code: "DISPOSED" });
  });

  test("at most once in 10 s: within it the current credential, if valid", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const forced = await provider.getCredentials({ refresh: "force" });
    await clock.advance(9_999);
    expect(await provider.getCredentials({ refresh: "force" })).toBe(forced);
    await clock.advance(1);
    expect((await provider.getCredentials({ refresh: "force" })).accessKeyId).toBe("STS.test2");
    expect(source.loads).toBe(2);
  });

  test("ignores a back-off, and its failure is the caller's while the old one goes on serving", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const held = await provider.getCredentials();
    await clock.advance(50 * minute);
    source.answer(outage());
    await provider.getCredentials();
    await settle();
    expect(provider.status().state).toBe("failing");
    await expect(provider.getCredentials({ refresh: "force" })).rejects.toMatchObject({ code: "NETWORK" });
    expect(source.loads).toBe(3);
    expect(await provider.getCredentials()).toBe(held);
  });

  test("after 10 s it does not join even a forced load that hangs", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    source.once(never);
    void provider.getCredentials({ refresh: "force" }).catch(() => undefined);
    await clock.advance(10_000);
    expect((await provider.getCredentials({ refresh: "force" })).accessKeyId).toBe("STS.test3");
  });

  test("with minTtl it checks what it gets", async () => {
    const { provider } = testProvider(issueSessions(hour));
    await expect(provider.getCredentials({ refresh: "force", minTtl: 2 * hour })).rejects.toMatchObject({
      code: "INSUFFICIENT_TTL",
    });
  });

  test("a clock that was set back does not lock it", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials({ refresh: "force" });
    clock.jump(-hour);
    await provider.getCredentials({ refresh: "force" });
    expect(source.loads).toBe(2);
  });
});

describe("core.md 2: invalidate", () => {
  test("removes the credential at once; callers wait for a load that began after it", async () => {
    const { provider, source, events } = testProvider(issueSessions(hour));
    const refused = await provider.getCredentials();
    expect(provider.invalidate(refused)).toBe("invalidated");
    expect(provider.peek()).toBeUndefined();
    expect(provider.status().state).toBe("empty");
    expect(source.loads).toBe(1);
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test2");
    expect(source.contexts[1]).toMatchObject({ reason: "invalidated", previous: refused.identity });
    expect(events.map(({ type }) => type)).toEqual(["rotated", "invalidated", "rotated"]);
  });

  test("what it removed is not served again: its successor's error is the callers'", async () => {
    const { provider, source } = testProvider(issueSessions(hour));
    const refused = await provider.getCredentials();
    source.answer(outage());
    provider.invalidate(refused.identity);
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => provider.getCredentials()));
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    await expect(provider.getCredentials()).rejects.toMatchObject({ code: "NETWORK" });
    expect(source.loads).toBe(2);
  });

  test("a load that began before it neither publishes nor answers its waiters", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const refused = await provider.getCredentials();
    await clock.advance(58 * minute);
    let answerLate = (): void => undefined;
    source.once(async () => {
      await new Promise<void>((resolve) => (answerLate = resolve));
      return refused;
    });
    const waiting = provider.getCredentials();
    expect(provider.invalidate(refused)).toBe("invalidated");
    expect(source.contexts[1]?.signal.aborted).toBe(true);
    answerLate();
    expect((await waiting).accessKeyId).toBe("STS.test3");
    expect(provider.peek()?.accessKeyId).toBe("STS.test3");
  });

  test("does not wait for a back-off to end", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const held = await provider.getCredentials();
    await clock.advance(50 * minute);
    source.once(new CredentialsError({ code: "LOGIN_REQUIRED", message: "Log in." }));
    await provider.getCredentials();
    await settle();
    provider.invalidate(held);
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test3");
  });

  test("already-replaced: another credential, or none", async () => {
    const { provider } = testProvider(issueSessions(hour));
    expect(provider.invalidate({ accessKeyId: "STS.test1" })).toBe("already-replaced");
    await provider.getCredentials();
    expect(provider.invalidate({ accessKeyId: "STS.other" })).toBe("already-replaced");
    expect(provider.invalidate({ fingerprint: "0123456789abcdef" })).toBe("already-replaced");
    expect(provider.peek()).toBeDefined();
    expect(provider.invalidate({ accessKeyId: "STS.test1" })).toBe("invalidated");
  });

  test("at most once in 10 s, forced calls counted", async () => {
    const { provider, clock } = testProvider(issueSessions(hour));
    provider.invalidate(await provider.getCredentials());
    const second = await provider.getCredentials();
    expect(provider.invalidate(second)).toBe("rate-limited");
    expect(provider.peek()).toBe(second);
    await clock.advance(10_000);
    expect(provider.invalidate(second)).toBe("invalidated");
    await clock.advance(10_000);
    const forced = await provider.getCredentials({ refresh: "force" });
    expect(provider.invalidate(forced)).toBe("rate-limited");
  });

  test("static credentials are loaded again, and the same answer is served again", async () => {
    const { provider, source } = testProvider(testSession(1));
    provider.invalidate(await provider.getCredentials());
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test1");
    expect(source.loads).toBe(2);
  });

  test("a bearer goes by its identity", async () => {
    const bearer = createBearerCredentials({ bearerToken: "token", source: "bearer" });
    const { provider } = testProvider(bearer);
    await provider.getCredentials();
    expect(provider.invalidate({ accessKeyId: "token" })).toBe("already-replaced");
    expect(provider.invalidate(bearer.identity)).toBe("invalidated");
  });
});
