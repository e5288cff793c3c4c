import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  CredentialsError,
  chain,
  createProvider,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsSource,
} from "@credport/core";
import {
  FakeClock,
  issueSessions,
  randomNumbers,
  scriptedHost,
  scriptedSource,
  settle,
  testProvider,
  testSession,
  type ScriptedSource,
} from "@credport/testing";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const outage = (): CredentialsError => new CredentialsError({ code: "NETWORK", message: "The service is down." });

/** Lets a test decide when a load ends. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe("core.md 3: what must hold", () => {
  test.each([1_000, 10_000])(
    "1: %i concurrent first calls, and the same on an expired cache, cost one load",
    async (callers) => {
      const { provider, source, clock } = testProvider(issueSessions(hour));
      const first = await Promise.all(Array.from({ length: callers }, () => provider.getCredentials()));
      expect(source.loads).toBe(1);
      expect(new Set(first).size).toBe(1);

      await clock.advance(hour);
      expect(provider.peek()).toBeUndefined();
      await Promise.all(Array.from({ length: callers }, () => provider.getCredentials()));
      expect(source.loads).toBe(2);
    },
  );

  test("2: four minutes left, source down, 1,000 calls within a minute: all succeed, at most 10 loads", async () => {
    const { provider, source, clock } = testProvider(issueSessions(hour));
    const held = await provider.getCredentials();
    await clock.advance(56 * minute);
    source.answer(outage());
    for (let call = 0; call < 1_000; call += 1) {
      expect(await provider.getCredentials()).toBe(held);
      await clock.advance(minute / 1_000);
    }
    expect(source.loads - 1).toBeLessThanOrEqual(10);
  });

  test("3: source down until past expiry, nobody waiting: no unhandled rejection", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    try {
      const { provider, source, clock, events } = testProvider(issueSessions(hour));
      await provider.getCredentials();
      source.answer(async () => {
        await settle();
        throw outage();
      });
      for (let step = 0; step < 20; step += 1) {
        await clock.advance(5 * minute);
        if (provider.peek() !== undefined) void provider.getCredentials();
        await settle();
      }
      expect(events.filter(({ type }) => type === "refresh-failed").length).toBeGreaterThan(0);
      expect(provider.status().state).toBe("expired");
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", note);
    }
  });

  test("4: A aborts, B waits: B gets the value; an aborted B returns at once", async () => {
    const { opened, open } = gate();
    const { provider, source } = testProvider(async () => {
      await opened;
      return testSession(1);
    });
    const controller = new AbortController();
    const a = provider.getCredentials({ signal: controller.signal });
    const b = provider.getCredentials();
    controller.abort(new Error("enough"));
    await expect(a).rejects.toMatchObject({ code: "ABORTED", cause: new Error("enough") });
    open();
    expect((await b).accessKeyId).toBe("STS.test1");
    await expect(provider.getCredentials({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED" });
    expect(source.loads).toBe(1);
  });

  test("5: a slow background load, then a forced one that ends first: the forced one stays", async () => {
    const { opened, open } = gate();
    const { provider, source, clock } = testProvider(issueSessions(hour));
    await provider.getCredentials();
    await clock.advance(50 * minute);
    source.once(async ({ host }) => {
      await opened;
      return testSession(100, { expiration: new Date(host.now() + hour) });
    });
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test1");
    const forced = await provider.getCredentials({ refresh: "force" });
    expect(forced.accessKeyId).toBe("STS.test3");
    open();
    await settle();
    expect(source.loads).toBe(3);
    expect(await provider.getCredentials()).toBe(forced);
  });

  test("6: six hours of outage, then recovery: healthy within 60 s, and no storm before", async () => {
    const host = scriptedHost({ random: randomNumbers(7) });
    const { provider, source, clock } = testProvider(issueSessions(hour), { host });
    await provider.getCredentials();
    source.answer(outage());
    const end = clock.now() + 6 * hour;
    while (clock.now() < end) {
      await clock.advance(second);
      await provider.getCredentials().catch(() => undefined);
    }
    // A wait is at most 60 s and 30 s on average.
    expect(source.loads).toBeLessThan((6 * hour) / (25 * second));
    source.answer(issueSessions(hour));
    let healthyAfter = 0;
    for (; provider.peek() === undefined; healthyAfter += 1) {
      await clock.advance(second);
      await provider.getCredentials().catch(() => undefined);
    }
    expect(healthyAfter).toBeLessThanOrEqual(60);
    expect(provider.status()).toMatchObject({ state: "fresh", failures: 0 });
  });

  test("7: the whole chain fails, then an env pair appears: the next load finds it", async () => {
    const host = scriptedHost();
    const env: CredentialsSource = {
      name: "env",
      load: async (context) => (context.host.env("KEY") === undefined ? unavailable("KEY is not set") : testSession(1)),
    };
    const file: CredentialsSource = scriptedSource(unavailable("no file"), "file");
    const provider = createProvider(chain("default", [env, file]), { host });
    await expect(provider.getCredentials()).rejects.toMatchObject({ code: "CHAIN_EXHAUSTED" });
    host.environment.set("KEY", "1");
    await host.clock.advance(second);
    expect((await provider.getCredentials()).accessKeyId).toBe("STS.test1");
  });

  test("8: five concurrent first calls on a chain whose only working link is the last: all succeed", async () => {
    const links = ["env", "file", "profile"].map((name): ScriptedSource =>
      scriptedSource(unavailable("not here"), name),
    );
    const last = scriptedSource(issueSessions(hour), "last");
    const provider = createProvider(chain("default", [...links, last]), { host: scriptedHost() });
    const all = await Promise.all(Array.from({ length: 5 }, () => provider.getCredentials()));
    expect(all.map(({ accessKeyId }) => accessKeyId)).toEqual(Array.from({ length: 5 }, () => "STS.test1"));
    expect(links.map(({ loads }) => loads)).toEqual([1, 1, 1]);
  });

  test("10: 1,000 hosts with one start time and 1 h credentials: at most 1 % of the fleet refreshes in one second", async () => {
    const clock = new FakeClock();
    const perSecond = new Map<number, number>();
    const counted = async (): Promise<AccessKeyCredentials> => {
      const at = Math.floor(clock.now() / second);
      perSecond.set(at, (perSecond.get(at) ?? 0) + 1);
      return testSession(at, { expiration: clock.date(hour) });
    };
    const providers = Array.from({ length: 1_000 }, (_, index) => {
      const host = scriptedHost({ clock, random: randomNumbers(index) });
      return createProvider(scriptedSource(counted), { host });
    });
    await Promise.all(providers.map((provider) => provider.getCredentials()));
    perSecond.clear();
    for (let elapsed = 0; elapsed < 3 * hour; elapsed += second) {
      clock.jump(second);
      for (const provider of providers) void provider.getCredentials();
      await settle();
    }
    expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(10);
    expect([...perSecond.values()].reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(3_000);
  });

  test("11: a metadata service repeats one credential for its last hour, 100 calls/s: at most 120 loads", async () => {
    const host = scriptedHost({ random: randomNumbers(11) });
    const { provider, source, clock } = testProvider(testSession(1, { expiration: host.clock.date(6 * hour) }), {
      host,
    });
    await provider.getCredentials();
    clock.jump(5 * hour);
    for (let elapsed = 0; elapsed < hour - second; elapsed += 10) {
      clock.jump(10);
      void provider.getCredentials();
      if (elapsed % second === 0) await settle();
    }
    expect(source.loads).toBeLessThanOrEqual(120);
    expect(source.loads).toBeGreaterThan(30);
  });

  test("12: an undisposed provider: the event loop empties", async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL("fixtures/undisposed-provider.ts", import.meta.url))],
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["@credport/source"],
      external: ["vitest"],
      write: false,
    });
    const program = ["--input-type=module", "--eval", outputFiles[0]?.text ?? "throw new Error()"];
    // It ends by itself, though it never disposes: otherwise the timeout ends it, and that is a rejection.
    await promisify(execFile)(process.execPath, program, { timeout: 20_000 });
  });
});
