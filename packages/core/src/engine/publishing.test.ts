import { issueSessions, scriptedHost, settle, testProvider, testSession } from "@credport/testing";
import { describe, expect, test } from "vitest";
import type { CredentialsEvent } from "../events/credentials-event.js";
import { staticSource } from "../sources/static-source.js";
import { createProvider } from "./create-provider.js";

const minute = 60_000;
const hour = 60 * minute;

describe("core.md 1: events", () => {
  test("rotated carries both identities and the expiration; principal-changed follows where it did", async () => {
    const { provider, source, clock, events } = testProvider(issueSessions(hour, { principal: "role/a" }));
    const first = await provider.getCredentials();
    source.answer(issueSessions(hour, { principal: "role/b" }));
    const second = await provider.getCredentials({ refresh: "force" });
    const common = { provider: "scripted", previous: first.identity, current: second.identity };
    expect(events).toEqual([
      {
        type: "rotated",
        provider: "scripted",
        previous: undefined,
        current: first.identity,
        expiration: first.expiration,
      },
      { type: "rotated", ...common, expiration: clock.date(hour) },
      { type: "principal-changed", ...common },
    ]);
  });

  test("a listener that throws harms neither the others nor the load; a disposed one hears nothing", async () => {
    const { provider } = testProvider(issueSessions(hour));
    const heard: CredentialsEvent[] = [];
    const listener = (event: CredentialsEvent): void => void heard.push(event);
    provider.subscribe(() => {
      throw new Error("listener");
    });
    const once = provider.subscribe(listener);
    const twice = provider.subscribe(listener);
    await provider.getCredentials();
    expect(heard).toHaveLength(2);
    once[Symbol.dispose]();
    provider.invalidate(await provider.getCredentials());
    expect(heard).toHaveLength(3);
    twice[Symbol.dispose]();
    await provider.getCredentials();
    expect(heard).toHaveLength(3);
  });
});

describe("design.md, engine 5: the same answer again", () => {
  test("counts like a failure for scheduling: 30-60 s, at most half of what is left; as an event, not as an error", async () => {
    const host = scriptedHost();
    const { provider, source, clock, events } = testProvider(testSession(1, { expiration: host.clock.date(hour) }), {
      host,
    });
    await provider.getCredentials();
    const { plan } = provider.status();
    await clock.advance(48 * minute);
    await provider.getCredentials();
    await settle();
    expect(events.at(-1)).toMatchObject({ type: "unchanged", nextAttemptAt: clock.now() + 45_000 });
    expect(provider.status()).toMatchObject({ state: "due", failures: 0, plan });
    for (let second = 0; second < 45; second += 1) {
      await provider.getCredentials();
      await clock.advance(1_000);
    }
    expect(source.loads).toBe(2);
    await provider.getCredentials();
    expect(source.loads).toBe(3);
    await clock.advance(11 * minute);
    await provider.getCredentials();
    await settle();
    expect(provider.status().nextAttemptAt).toBe(clock.now() + 7_500);
  });

  test("with a later expiration it is a new credential", async () => {
    const host = scriptedHost();
    const { provider, clock } = testProvider(() => testSession(1, { expiration: host.clock.date(hour) }), { host });
    await provider.getCredentials();
    await clock.advance(50 * minute);
    await provider.getCredentials();
    await settle();
    expect(provider.status()).toMatchObject({ state: "fresh", expiration: clock.date(hour) });
  });

  test("permanent keys that are loaded again raise no event", async () => {
    const { provider, source, events } = testProvider(testSession(1));
    await provider.getCredentials();
    await provider.getCredentials({ refresh: "force" });
    expect([source.loads, events.length, provider.status().state]).toEqual([2, 1, "fresh"]);
    expect(provider.status()).not.toHaveProperty("nextAttemptAt");
  });

  test("the new object is served: the secret may have changed under the same key id", async () => {
    const { provider, source } = testProvider(testSession(1, { accessKeySecret: "old" }));
    await provider.getCredentials();
    source.answer(testSession(1, { accessKeySecret: "new" }));
    await provider.getCredentials({ refresh: "force" });
    expect(provider.peek()?.accessKeySecret).toBe("new");
  });
});

describe("core.md 2: cache: false", () => {
  test("callers of the moment share it, the next call loads again", async () => {
    const { provider, source, events } = testProvider((_context, load) =>
      testSession(Math.ceil(load / 2), { cache: false }),
    );
    const both = await Promise.all([provider.getCredentials(), provider.getCredentials()]);
    expect(both[0]).toBe(both[1]);
    expect(provider.peek()).toBeUndefined();
    await provider.getCredentials();
    await provider.getCredentials();
    expect(source.loads).toBe(3);
    expect(events.map(({ type }) => type)).toEqual(["rotated", "rotated"]);
    expect(provider.status().state).toBe("empty");
  });

  test("minTtl is checked against its expiration", async () => {
    const host = scriptedHost();
    const { provider } = testProvider(testSession(1, { cache: false, expiration: host.clock.date(minute) }), { host });
    await expect(provider.getCredentials({ minTtl: hour })).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    expect((await provider.getCredentials({ minTtl: minute })).accessKeyId).toBe("STS.test1");
  });
});

describe("core.md 1: a fixed source", () => {
  test("the provider starts filled: peek works at once, nothing is loaded", async () => {
    const credentials = testSession(1, { source: "static_sts" });
    const provider = createProvider(staticSource(credentials), { host: scriptedHost() });
    expect(provider.peek()).toBe(credentials);
    expect(await provider.getCredentials()).toBe(credentials);
    expect(provider.status()).toMatchObject({
      state: "fresh",
      loads: 0,
      identity: credentials.identity,
      attempts: [{ source: "static_sts", outcome: "success" }],
    });
  });

  test("with an expiration in the past it is empty, and a call says EXPIRED", async () => {
    const host = scriptedHost();
    const provider = createProvider(staticSource(testSession(1, { expiration: host.clock.date(0) })), { host });
    expect(provider.peek()).toBeUndefined();
    await expect(provider.getCredentials()).rejects.toMatchObject({ code: "EXPIRED" });
  });
});

test("status() of a provider that was never asked", () => {
  expect(testProvider(issueSessions(hour)).provider.status()).toEqual({
    state: "empty",
    failures: 0,
    loads: 0,
    attempts: [],
  });
});
