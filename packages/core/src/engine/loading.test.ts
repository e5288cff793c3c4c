import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import {
  canary,
  issueSessions,
  assertNoCanary,
  scriptedHost,
  scriptedSource,
  settle,
  testProvider,
  testSession,
} from "@credport/testing";
import { describe, expect, test, vi } from "vitest";
import { chain } from "../chain/chain.js";
import { CredentialsError } from "../errors/credentials-error.js";
import type { Host } from "../host/host.js";
import type { LoadContext } from "../sources/credentials-source.js";
import { createProvider } from "./create-provider.js";
import { keepWarm } from "./keep-warm.js";

const minute = 60_000;
const hour = 60 * minute;
const never = (): Promise<never> => new Promise(() => undefined);

describe("a load's limits", () => {
  test("one that answers from memory makes no abort signal and holds no timer, through a chain too", async () => {
    const made = vi.spyOn(globalThis, "AbortController");
    const host = scriptedHost();
    const { clock } = host;
    const env = scriptedSource(testSession(1), "env");
    const provider = createProvider(chain("outer", [chain("inner", [env])]), { host });
    const pending = clock.pending;
    const loading = provider.getCredentials();
    expect(clock.pending).toBe(pending);
    await loading;
    expect(clock.pending).toBe(pending);
    expect(made).not.toHaveBeenCalled();
    made.mockRestore();
  });

  test("one that is ended twice, by dispose and by its deadline, leaves no rejection unhandled", async () => {
    const { provider, clock } = testProvider(never, { loadTimeout: 1_000 });
    const refused = expect(provider.getCredentials()).rejects.toMatchObject({ code: "DISPOSED" });
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const disposal = provider[Symbol.asyncDispose]();
    clock.jump(1_001);
    await disposal;
    await refused;
    await settle();
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test("a source that looks at its signal early, late or never hears of the end all the same", async () => {
    const { provider, source } = testProvider(never);
    const looks: AbortSignal[] = [];
    source.once(async (context) => {
      looks.push(context.signal);
      await settle();
      looks.push(context.signal);
      return never();
    });
    const loading = provider.getCredentials();
    const refused = expect(loading).rejects.toMatchObject({ code: "DISPOSED" });
    await settle();
    await provider[Symbol.asyncDispose]();
    await refused;
    expect(looks.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(looks[0]).toBe(looks[1]);
    expect(source.contexts[0]?.signal.reason).toMatchObject({ code: "DISPOSED" });
  });

  test("the deadline ends a source that does not listen: TIMEOUT naming the ms; its late answer is nobody's", async () => {
    let finish = (): void => undefined;
    const { provider, source, clock } = testProvider(
      async () => {
        await new Promise<void>((resolve) => (finish = resolve));
        return testSession(1);
      },
      { loadTimeout: 30_000 },
    );
    const wait = expect(provider.getCredentials()).rejects.toMatchObject({
      code: "TIMEOUT",
      source: "scripted",
      message: expect.stringContaining("30000 ms"),
    });
    await clock.advance(30_000);
    await wait;
    expect(source.contexts[0]?.signal.reason).toMatchObject({ code: "TIMEOUT" });
    finish();
    await settle();
    expect(provider.peek()).toBeUndefined();
  });

  test("a deadline that passes before its timer is made ends the load all the same", async () => {
    const { provider, clock } = testProvider(() => new Promise<never>(() => undefined));
    const wait = expect(provider.getCredentials()).rejects.toMatchObject({ code: "TIMEOUT" });
    clock.jump(120_000);
    await wait;
  });

  test("it is TIMEOUT too where the source answers the abort at once with an error of its own", async () => {
    const host = scriptedHost();
    const load = ({ signal }: LoadContext): Promise<never> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new CredentialsError({ code: "ABORTED", message: "gave up" })));
      });
    const provider = createProvider({ name: "quick", load }, { host, loadTimeout: 1_000 });
    const wait = expect(provider.getCredentials()).rejects.toMatchObject({ code: "TIMEOUT" });
    await host.clock.advance(1_000);
    await wait;
  });

  test("it is 120 s by default, and leaves no timer behind", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    expect(clock.pending).toBe(0);
    source.answer(never);
    await clock.advance(hour);
    const wait = expect(provider.getCredentials()).rejects.toMatchObject({
      code: "EXPIRED",
      cause: { code: "TIMEOUT" },
    });
    await clock.advance(120_000);
    await wait;
    expect(clock.pending).toBe(0);
  });

  test.each([0, -1, NaN])("loadTimeout %d is CONFIG_INVALID at construction", (loadTimeout) => {
    expect(() => testProvider(issueSessions(hour), { loadTimeout })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining("loadTimeout") }),
    );
  });

  test("a source that asks its own provider waits for itself, and is ended by the deadline", async () => {
    const host = scriptedHost();
    const provider = createProvider(
      { name: "circle", load: (): Promise<never> => provider.getCredentials().then(never) },
      { host, loadTimeout: 1_000 },
    );
    const wait = expect(provider.getCredentials()).rejects.toMatchObject({ code: "TIMEOUT" });
    await host.clock.advance(1_000);
    await wait;
    expect(provider.status().loads).toBe(1);
  });
});

describe("dispose", () => {
  test("aborts the load, rejects its waiters and all later calls with DISPOSED, and is silent", async () => {
    const { provider, source, clock, events } = testProvider(never);
    const wait = provider.getCredentials();
    const disposed = provider[Symbol.asyncDispose]();
    await expect(wait).rejects.toMatchObject({ code: "DISPOSED" });
    await disposed;
    expect(source.contexts[0]?.signal.reason).toMatchObject({ code: "DISPOSED" });
    await expect(provider.getCredentials()).rejects.toMatchObject({ code: "DISPOSED" });
    await expect(provider.getCredentials({ refresh: "force" })).rejects.toMatchObject({ code: "DISPOSED" });
    await expect(provider.getCredentials({ minTtl: 1 })).rejects.toMatchObject({ code: "DISPOSED" });
    expect(source.loads).toBe(1);
    expect([provider.status().state, provider.peek(), clock.pending, events]).toEqual(["disposed", undefined, 0, []]);
    await provider[Symbol.asyncDispose]();
  });

  test("removes what is held", async () => {
    const { provider } = testProvider(issueSessions(hour));
    const { identity } = await provider.getCredentials();
    await provider[Symbol.asyncDispose]();
    expect(provider.peek()).toBeUndefined();
    expect(provider.invalidate(identity)).toBe("already-replaced");
  });
});

describe("design.md, engine 7: what a load inherits and tells", () => {
  test("no AsyncLocalStorage context of the caller that happened to start it", async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { provider } = testProvider(async () => {
      seen.push(storage.getStore());
      await settle();
      seen.push(storage.getStore());
      return testSession(1);
    });
    await storage.run("the caller's", async () => {
      await provider.getCredentials();
      expect(storage.getStore()).toBe("the caller's");
    });
    expect(seen).toEqual([undefined, undefined]);
  });

  test("credport:load traces each load with identities, never secrets, and costs nothing unheard", async () => {
    const published: unknown[] = [];
    const channel = tracingChannel("credport:load");
    const note = (name: string) => (message: object) => published.push([name, { ...message }]);
    const subscribers = {
      start: note("start"),
      end: note("end"),
      asyncStart: note("asyncStart"),
      asyncEnd: note("asyncEnd"),
      error: note("error"),
    };
    const session = { accessKeySecret: canary.accessKeySecret, securityToken: canary.securityToken };
    const { provider, source } = testProvider(testSession(1, session));
    channel.subscribe(subscribers);
    try {
      const { identity } = await provider.getCredentials();
      const context = { provider: "scripted", reason: "initial", previous: undefined };
      expect(published[0]).toEqual(["start", context]);
      expect(published.at(-1)).toEqual(["asyncEnd", { ...context, result: identity }]);
      source.answer(new CredentialsError({ code: "NETWORK", message: "down" }));
      await expect(provider.getCredentials({ refresh: "force" })).rejects.toMatchObject({ code: "NETWORK" });
      expect(published.at(-1)).toMatchObject([
        "asyncEnd",
        { reason: "forced", previous: identity, error: { code: "NETWORK" } },
      ]);
      assertNoCanary(published);
    } finally {
      channel.unsubscribe(subscribers);
    }
  });

  test("a host without tracing channels will do", async () => {
    const { tracingChannel: _absent, ...host }: Host = scriptedHost();
    const provider = createProvider({ name: "plain", load: async () => testSession(1) }, { host });
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test1");
  });

  test("warnings are events with the source's path, the clock skew stands in status()", async () => {
    const { provider, events } = testProvider((context) => {
      context.warn?.({ code: "imds-v1-fallback", message: "Version 2 is not available." });
      context.reportClockSkew?.(90_000);
      return testSession(1);
    });
    await provider.getCredentials();
    expect(events[0]).toEqual({
      type: "warning",
      provider: "scripted",
      source: "scripted",
      code: "imds-v1-fallback",
      message: "Version 2 is not available.",
    });
    expect(provider.status().clockSkew).toBe(90_000);
  });
});

describe("keepWarm", () => {
  test("refreshes when the plan says so, with nobody asking, until it is disposed", async () => {
    const { provider, source, host, clock } = testProvider(issueSessions(hour));
    const warm = keepWarm(provider, { host });
    await clock.advance(10 * hour);
    // Each plan refreshes after 48 minutes.
    expect(source.loads).toBe(1 + Math.floor(600 / 48));
    warm[Symbol.dispose]();
    await settle();
    expect(clock.pending).toBe(0);
    await clock.advance(10 * hour);
    expect(source.loads).toBe(13);
  });

  test("follows the back-off through an outage, and ends with the provider", async () => {
    const { provider, source, host, clock } = testProvider(new CredentialsError({ code: "NETWORK", message: "down" }));
    keepWarm(provider, { host });
    await clock.advance(10 * minute);
    expect(source.loads).toBeGreaterThan(10);
    expect(source.loads).toBeLessThan(35);
    source.answer(issueSessions(hour));
    await clock.advance(minute);
    expect(provider.status().state).toBe("fresh");
    await provider[Symbol.asyncDispose]();
    await clock.advance(2 * hour);
    expect(clock.pending).toBe(0);
  });

  test("does not spin while a load hangs", async () => {
    const { provider, source, host, clock } = testProvider(issueSessions(hour));
    keepWarm(provider, { host });
    await settle();
    source.answer(never);
    await clock.advance(50 * minute);
    expect(source.loads).toBe(2);
  });
});
