import { getEventListeners } from "node:events";
import { issueSessions, settle, testProvider, testSession } from "@credport/testing";
import { describe, expect, test, vi } from "vitest";
import { CredentialsError } from "../errors/credentials-error.js";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const never = (): Promise<never> => new Promise(() => undefined);
const outage = (): CredentialsError => new CredentialsError({ code: "NETWORK", message: "The service is down." });

describe("core.md 2: hot path", () => {
  test("a fresh call gets the very promise every other call gets, options or not", async () => {
    const { provider } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    const promise = provider.getCredentials();
    expect(provider.getCredentials()).toBe(promise);
    expect(provider.getCredentials({})).toBe(promise);
    expect(provider.getCredentials({ signal: new AbortController().signal, minTtl: minute })).toBe(promise);
    expect(provider.getCredentials).not.toHaveProperty("constructor.name", "AsyncFunction");
  });

  test("its methods may be detached", async () => {
    const { getCredentials, peek } = testProvider(testSession(1)).provider;
    expect(await getCredentials()).toBe(peek());
  });

  test("the clock is read at each call: a jump within a turn is seen", async () => {
    const { provider, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    clock.jump(hour);
    expect(provider.peek()).toBeUndefined();
  });

  test("without an expiration: loaded once", async () => {
    const { provider, source, clock } = testProvider(testSession(1));
    await provider.getCredentials();
    await clock.advance(10_000 * hour);
    await provider.getCredentials({ minTtl: 10_000 * hour });
    expect(source.loads).toBe(1);
  });
});

describe("design.md, engine 2: the background window", () => {
  test("a due refresh runs behind the callers, once", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const first = await provider.getCredentials();
    await clock.advance(48 * minute - 1);
    await provider.getCredentials();
    expect(source.loads).toBe(1);
    await clock.advance(1);
    expect(provider.status().state).toBe("due");
    expect(await provider.getCredentials()).toBe(first);
    expect(await provider.getCredentials()).toBe(first);
    await settle();
    expect(source.loads).toBe(2);
    expect(source.contexts[1]).toMatchObject({ reason: "scheduled", previous: first.identity });
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test2");
  });

  test("peek starts nothing", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    expect(provider.peek()).toBeUndefined();
    const held = await provider.getCredentials();
    await clock.advance(59 * minute);
    expect(provider.peek()).toBe(held);
    await clock.advance(minute);
    expect(provider.peek()).toBeUndefined();
    expect(source.loads).toBe(1);
  });
});

describe("design.md, engine 2: the blocking window", () => {
  async function inBlockingWindow() {
    const made = testProvider(issueSessions(hour));
    const held = await made.provider.getCredentials();
    await made.clock.advance(58 * minute);
    return { ...made, held };
  }

  test("callers wait for the load and get what it brings", async () => {
    const { provider } = await inBlockingWindow();
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test2");
  });

  test("when it fails they get the old one, and during the back-off at once", async () => {
    const { provider, source, held } = await inBlockingWindow();
    source.answer(outage());
    expect(await provider.getCredentials()).toBe(held);
    expect(provider.getCredentials()).toBe(provider.getCredentials());
    expect(await provider.getCredentials()).toBe(held);
    expect(source.loads).toBe(2);
  });

  test("nor do they wait during the back-off for a load that somebody forces", async () => {
    const { provider, source, held } = await inBlockingWindow();
    source.answer(outage());
    await provider.getCredentials();
    source.answer(never);
    void provider.getCredentials({ refresh: "force" });
    expect(source.loads).toBe(3);
    expect(provider.getCredentials({})).toBe(provider.getCredentials());
    expect(await provider.getCredentials({})).toBe(held);
  });

  test("they wait 5 s in all, with one timer, and then nobody waits for this load any more", async () => {
    const { provider, source, clock, held } = await inBlockingWindow();
    source.answer(never);
    const pending = clock.pending;
    const waiting = Promise.all(Array.from({ length: 100 }, () => provider.getCredentials()));
    await settle();
    expect(clock.pending - pending).toBe(2); // the load's deadline and the callers' patience
    const settled = waiting.then((all) => new Set(all));
    await clock.advance(4_999);
    expect(provider.getCredentials()).not.toBe(provider.getCredentials());
    await clock.advance(1);
    expect(await settled).toEqual(new Set([held]));
    expect(provider.getCredentials()).toBe(provider.getCredentials());
    expect(source.loads).toBe(2);
  });

  test("a load that began long before the window is not waited for", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    source.answer(never);
    await clock.advance(56 * minute + 59 * second);
    const held = await provider.getCredentials();
    await clock.advance(10 * second);
    expect(await provider.getCredentials()).toBe(held);
    expect(provider.getCredentials()).toBe(provider.getCredentials());
  });

  test("design.md, promise 2: after the clock was set back they wait 5 s too, not until the load's start comes round again", async () => {
    const { provider, source, clock, held } = await inBlockingWindow();
    source.answer(never);
    void provider.getCredentials({ refresh: "force" });
    clock.jump(-minute);
    const waiting = vi.fn();
    void provider.getCredentials().then(waiting);
    await clock.advance(5 * second);
    expect(waiting).toHaveBeenCalledWith(held);
  });

  test("one whose credentials run out while it waits gets what the load brings", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    await clock.advance(hour - 2 * second);
    source.once(async ({ host }) => {
      await host.sleep(10 * second);
      return testSession(9);
    });
    const waiting = provider.getCredentials();
    await clock.advance(10 * second);
    expect((await waiting).accessKeyId).toBe("STS.test9");
  });
});

describe("core.md 2: minTtl", () => {
  test("less left than wanted: callers await one shared load", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    await clock.advance(30 * minute);
    const all = await Promise.all(Array.from({ length: 10 }, () => provider.getCredentials({ minTtl: 45 * minute })));
    expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(["STS.test2"]));
    expect(source.loads).toBe(2);
  });

  test("INSUFFICIENT_TTL names both durations, and no such call loads again until the refresh is due", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const want = (minTtl: number) => provider.getCredentials({ minTtl });
    await provider.getCredentials();
    await expect(want(2 * hour)).rejects.toMatchObject({
      code: "INSUFFICIENT_TTL",
      message: expect.stringMatching(/3600000 ms.*7200000 ms/),
    });
    expect(source.loads).toBe(2);
    await expect(want(2 * hour)).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    await expect(want(90 * minute)).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    expect(source.loads).toBe(2);
    await clock.advance(20 * minute);
    await want(55 * minute); // what a load did give
    expect(source.loads).toBe(3);
    await clock.advance(48 * minute);
    await expect(want(2 * hour)).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    expect(source.loads).toBe(4);
  });

  test("nor after a load that brought the same credential again", async () => {
    const { provider, source, clock } = testProvider(testSession(1));
    source.answer(testSession(1, { expiration: clock.date(hour) }));
    for (const refresh of ["auto", "force"] as const) {
      const wait = provider.getCredentials({ minTtl: 2 * hour, refresh });
      await expect(wait).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
      await clock.advance(minute + 1);
    }
    expect(source.loads).toBe(2);
    await provider.getCredentials({ refresh: "force" });
    await clock.advance(minute + 1);
    await expect(provider.getCredentials({ minTtl: 2 * hour })).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    expect(source.loads).toBe(3);
  });

  test("a first load that is too short is an error for who wants more, and serves all others", async () => {
    const { provider, source } = testProvider(issueSessions(hour));
    await expect(provider.getCredentials({ minTtl: 2 * hour })).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test1");
    expect(source.loads).toBe(1);
  });

  test("the load's failure is the caller's, while the old one goes on serving", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const held = await provider.getCredentials();
    await clock.advance(30 * minute);
    source.answer(outage());
    await expect(provider.getCredentials({ minTtl: 45 * minute })).rejects.toMatchObject({ code: "NETWORK" });
    await expect(provider.getCredentials({ minTtl: 45 * minute })).rejects.toMatchObject({ code: "NETWORK" });
    expect(await provider.getCredentials()).toBe(held);
    expect(source.loads).toBe(2);
  });

  test.each([-1, NaN])("minTtl %d is CONFIG_INVALID", async (minTtl) => {
    const { provider } = testProvider(issueSessions(hour));
    await expect(provider.getCredentials({ minTtl })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining("minTtl"),
    });
  });
});

describe("core.md 2: abort", () => {
  test("an aborted signal rejects before any work", async () => {
    const { provider, source } = testProvider(testSession(1));
    const wait = provider.getCredentials({ signal: AbortSignal.abort("reason") });
    await expect(wait).rejects.toMatchObject({ code: "ABORTED", cause: "reason" });
    expect(source.loads).toBe(0);
  });

  test("the load goes on when all waiters leave, and its result is kept", async () => {
    let finish = (): void => undefined;
    const { provider, source } = testProvider(async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      return testSession(1);
    });
    const controller = new AbortController();
    const wait = provider.getCredentials({ signal: controller.signal });
    controller.abort();
    await expect(wait).rejects.toMatchObject({ code: "ABORTED" });
    expect(source.contexts[0]?.signal.aborted).toBe(false);
    finish();
    await settle();
    expect(provider.peek()?.accessKeyId).toBe("STS.test1");
  });

  test("an aborted wait leaves no listener behind, though the load goes on", async () => {
    const { provider } = testProvider(never);
    const controller = new AbortController();
    const { signal } = controller;
    const wait = provider.getCredentials({ signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    controller.abort();
    await expect(wait).rejects.toMatchObject({ code: "ABORTED" });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("10,000 waits on one long-lived signal leave no listener behind", async () => {
    const { provider, clock } = testProvider(issueSessions(hour));
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    const count = (original: typeof addEventListener, change: number): typeof addEventListener =>
      function counted(this: AbortSignal, ...args: Parameters<typeof addEventListener>) {
        listeners += change;
        original.apply(this, args);
      };
    signal.addEventListener = count(addEventListener, 1);
    signal.removeEventListener = count(removeEventListener, -1);
    let most = 0;
    for (let round = 0; round < 10; round += 1) {
      const waits = Array.from({ length: 1_000 }, () => provider.getCredentials({ signal }));
      most = Math.max(most, listeners);
      await Promise.all(waits);
      await settle();
      await clock.advance(hour);
    }
    expect([most, listeners]).toEqual([1, 0]);
  });
});
