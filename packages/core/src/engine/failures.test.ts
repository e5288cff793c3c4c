import { issueSessions, settle, testProvider, testSession } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { CredentialsError } from "../errors/credentials-error.js";
import { unavailable } from "../credentials/unavailable.js";
import type { RefreshPolicy } from "./refresh-policy.js";
import { defaultRefreshPolicy } from "./default-refresh-policy.js";

const minute = 60_000;
const hour = 60 * minute;
const outage = (): CredentialsError => new CredentialsError({ code: "NETWORK", message: "The service is down." });

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("design.md, engine 4: nothing valid is left", () => {
  test("callers share one error for the back-off, each by a promise of its own; then a caller loads again", async () => {
    const { provider, source, clock } = testProvider(outage());
    const errors = await Promise.all(Array.from({ length: 100 }, () => rejection(provider.getCredentials())));
    errors.push(await rejection(provider.getCredentials()));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ code: "NETWORK", source: "scripted" });
    const [one, other] = [provider.getCredentials(), provider.getCredentials()];
    expect(one).not.toBe(other);
    await Promise.all([rejection(one), rejection(other)]);
    expect(source.loads).toBe(1);
    await clock.advance(500);
    source.answer(issueSessions(hour));
    await provider.getCredentials();
    expect(provider.status()).toMatchObject({ state: "fresh", failures: 0 });
    expect(provider.status()).not.toHaveProperty("lastError");
  });

  test("core.md 2: a rejection that two of three callers leave unhandled is reported twice, and the engine's own never", async () => {
    const { provider } = testProvider(outage());
    const runner = process.listeners("unhandledRejection");
    const unhandled: unknown[] = [];
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", (_error, promise) => unhandled.push(promise));
    try {
      const [first, second, third] = [provider.getCredentials(), provider.getCredentials(), provider.getCredentials()];
      await rejection(second);
      await settle();
      expect(unhandled).toEqual([first, third]);
    } finally {
      process.removeAllListeners("unhandledRejection");
      for (const listener of runner) process.on("unhandledRejection", listener);
    }
  });

  test("alibaba-credentials.md 4.4: after expiry it is EXPIRED with the refresh error as cause", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    source.answer(outage());
    await clock.advance(hour);
    const first = await rejection(provider.getCredentials());
    expect(first).toMatchObject({ code: "EXPIRED", cause: { code: "NETWORK" }, source: "scripted" });
    expect(await rejection(provider.getCredentials())).toBe(first);
    expect(source.contexts[1]?.reason).toBe("expired");
    expect(provider.status()).toMatchObject({ state: "expired", failures: 1, lastError: { code: "NETWORK" } });
  });

  test("alibaba-credentials.md 4.4: dead on arrival is EXPIRED naming both times and the clock", async () => {
    const { provider, clock } = testProvider(testSession(1, { expiration: new Date("2025-12-31T00:00:00Z") }));
    const error = await rejection(provider.getCredentials());
    expect(error).toMatchObject({ code: "EXPIRED" });
    for (const part of ["2025-12-31T00:00:00.000Z", clock.date().toISOString(), "clock"]) {
      expect(error).toHaveProperty("message", expect.stringContaining(part));
    }
    expect(provider.peek()).toBeUndefined();
  });

  test("a failed load never replaces what is held", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const held = await provider.getCredentials();
    await clock.advance(50 * minute);
    source.answer(testSession(2, { expiration: clock.date(-1) }));
    await provider.getCredentials();
    await settle();
    expect(await provider.getCredentials()).toBe(held);
    expect(provider.status().lastError).toMatchObject({ code: "EXPIRED" });
  });
});

describe("design.md, engine 4: back-off", () => {
  test("while valid: no load before its time, and each failure is an event with what is served and when it tries again", async () => {
    const { provider, source, clock, events } = testProvider(issueSessions(hour));
    const { identity } = await provider.getCredentials();
    await clock.advance(48 * minute);
    source.answer(outage());
    await provider.getCredentials();
    await settle();
    const nextAttemptAt = clock.now() + 500;
    const failed = { type: "refresh-failed", provider: "scripted", error: { code: "NETWORK" }, serving: identity };
    expect(events.at(-1)).toMatchObject({ ...failed, nextAttemptAt });
    expect(provider.status()).toMatchObject({ state: "failing", failures: 1, nextAttemptAt });
    await clock.advance(499);
    await provider.getCredentials();
    expect(source.loads).toBe(2);
    await clock.advance(1);
    await provider.getCredentials();
    await settle();
    expect(source.loads).toBe(3);
    expect(provider.status()).toMatchObject({ failures: 2, nextAttemptAt: clock.now() + 1_000 });
  });

  test("a permanent failure tries again from 30 s, and still serves the old one until it expires", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const held = await provider.getCredentials();
    await clock.advance(48 * minute);
    source.answer(new CredentialsError({ code: "LOGIN_REQUIRED", message: "Log in." }));
    await provider.getCredentials();
    await settle();
    expect(provider.status().nextAttemptAt).toBe(clock.now() + 45_000);
    await clock.advance(12 * minute - 1);
    expect(provider.peek()).toBe(held);
    expect(await provider.getCredentials()).toBe(held);
    await clock.advance(1);
    await expect(provider.getCredentials()).rejects.toMatchObject({ code: "EXPIRED", permanent: true });
  });

  test("Retry-After is honoured", async () => {
    const { provider, clock } = testProvider(outage().with({ retryAfter: 20_000 }));
    await rejection(provider.getCredentials());
    expect(provider.status().nextAttemptAt).toBe(clock.now() + 20_000);
  });

  test("a clock that was set back ends a back-off", async () => {
    const { provider, source, clock } = testProvider(outage());
    await rejection(provider.getCredentials());
    clock.jump(-hour);
    await rejection(provider.getCredentials());
    expect(source.loads).toBe(2);
  });

  test("a newer failure does not undo an older load that succeeds", async () => {
    const { provider, source } = testProvider(issueSessions(hour));
    let finish = (): void => undefined;
    source.once(async ({ host }) => {
      await new Promise<void>((resolve) => (finish = resolve));
      return testSession(1, { expiration: new Date(host.now() + hour) });
    });
    source.once(outage());
    const first = provider.getCredentials();
    await expect(provider.getCredentials({ refresh: "force" })).rejects.toMatchObject({ code: "NETWORK" });
    finish();
    expect((await first).accessKeyId).toBe("STS.test1");
    expect(provider.status().failures).toBe(0);
  });

  test("a failure that a newer answer has overtaken is an event, and changes nothing", async () => {
    const { provider, source, clock, events } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    await clock.advance(50 * minute);
    let finish = (): void => undefined;
    source.once(async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      throw outage();
    });
    await provider.getCredentials();
    const forced = await provider.getCredentials({ refresh: "force" });
    finish();
    await settle();
    expect(events.at(-1)).toMatchObject({ type: "refresh-failed", serving: forced.identity });
    expect(provider.status()).toMatchObject({ state: "fresh", failures: 0 });
  });
});

describe("what a load may throw", () => {
  test("an Error is kept as the cause, anything else is not", async () => {
    const bug = new TypeError("x is undefined");
    const thrower = testProvider(() => {
      throw bug;
    });
    expect(await rejection(thrower.provider.getCredentials())).toMatchObject({
      code: "SOURCE_FAILED",
      source: "scripted",
      cause: bug,
      attempts: [{ source: "scripted", outcome: "failed" }],
    });
    const text = testProvider(() => {
      const body: unknown = "a body with a secret";
      throw body;
    });
    expect(await rejection(text.provider.getCredentials())).not.toHaveProperty("cause");
  });

  test("core.md 2: unavailable alone rejects with its cause, where that is a CredentialsError, else UNAVAILABLE", async () => {
    const cause = new CredentialsError({ code: "NOT_CONFIGURED", message: "KEY is not set", source: "env" });
    const known = testProvider(unavailable("KEY is not set", { cause }));
    await expect(known.provider.getCredentials()).rejects.toMatchObject({ code: "NOT_CONFIGURED", source: "env" });
    const plain = testProvider(unavailable("no metadata service here"));
    await expect(plain.provider.getCredentials()).rejects.toMatchObject({
      code: "UNAVAILABLE",
      source: "scripted",
      message: expect.stringContaining("no metadata service here"),
      attempts: [{ source: "scripted", outcome: "unavailable", reason: "no metadata service here" }],
    });
  });

  test("a policy that throws reaches who waits, and leaves nothing hanging", async () => {
    const policy: RefreshPolicy = {
      ...defaultRefreshPolicy,
      plan() {
        throw new RangeError("policy");
      },
    };
    const { provider } = testProvider(issueSessions(hour), { policy });
    await expect(provider.getCredentials()).rejects.toThrow("policy");
    await expect(provider.getCredentials()).rejects.toThrow("policy");
  });
});

describe("refresh policies", () => {
  test("a vendor's window is a policy: block at 180 s, never in the background", async () => {
    const policy: RefreshPolicy = {
      ...defaultRefreshPolicy,
      plan: ({ expiresAt }) => ({ refreshAt: expiresAt - 180_000, blockAt: expiresAt - 180_000, rejectAt: expiresAt }),
    };
    const { provider, source, clock } = testProvider(issueSessions(hour), { policy });
    await provider.getCredentials();
    await clock.advance(57 * minute - 1);
    await provider.getCredentials();
    expect(source.loads).toBe(1);
    await clock.advance(1);
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test2");
  });

  test("no policy can serve an expired credential", async () => {
    const policy: RefreshPolicy = {
      ...defaultRefreshPolicy,
      plan: () => ({ refreshAt: Infinity, blockAt: Infinity, rejectAt: Infinity }),
    };
    const { provider, clock } = testProvider(issueSessions(hour), { policy });
    const first = await provider.getCredentials();
    await clock.advance(hour);
    expect(provider.peek()).toBeUndefined();
    expect(await provider.getCredentials()).not.toBe(first);
  });
});
