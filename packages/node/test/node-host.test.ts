import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { homedir } from "node:os";
import { createNodeHost } from "@credport/node";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("an environment variable is read at the call; empty counts as unset", () => {
  const host = createNodeHost();
  vi.stubEnv("CREDPORT_TEST", "one");
  expect(host.env("CREDPORT_TEST")).toBe("one");
  vi.stubEnv("CREDPORT_TEST", "");
  expect(host.env("CREDPORT_TEST")).toBeUndefined();
  vi.stubEnv("CREDPORT_TEST", undefined);
  expect(host.env("CREDPORT_TEST")).toBeUndefined();
  expect(createNodeHost({ env: { OWN: "two" } }).env("OWN")).toBe("two");
});

test("the home directory is HOME, else the system's", () => {
  expect(createNodeHost({ env: { HOME: "/home/own" } }).homedir()).toBe("/home/own");
  expect(createNodeHost({ env: { HOME: "" } }).homedir()).toBe(homedir());
});

test("it says what it runs on", () => {
  expect(createNodeHost()).toMatchObject({
    platform: process.platform,
    arch: process.arch,
    runtime: `Node.js/${process.versions.node}`,
  });
});

test("random numbers and bytes differ from call to call", () => {
  const host = createNodeHost();
  expect(host.random()).not.toBe(host.random());
  expect(host.randomBytes(16)).toHaveLength(16);
  expect(host.randomBytes(16)).not.toEqual(host.randomBytes(16));
});

test("what is detached runs outside the caller's context, and so does what it awaits", async () => {
  const storage = new AsyncLocalStorage<string>();
  const host = createNodeHost();
  const seen = await storage.run("caller", () =>
    host.detach(async () => {
      const before = storage.getStore();
      await host.sleep(0, { holdsProcess: true });
      return [before, storage.getStore()];
    }),
  );
  expect(seen).toEqual([undefined, undefined]);
  expect(() =>
    host.detach(() => {
      throw new RangeError("passed on");
    }),
  ).toThrow(RangeError);
});

test("a host made inside a context does not keep it either", () => {
  const storage = new AsyncLocalStorage<string>();
  const host = storage.run("maker", () => createNodeHost());
  expect(host.detach(() => storage.getStore())).toBeUndefined();
});

test("its tracing channels are the runtime's, there as soon as somebody listens", async () => {
  const host = createNodeHost();
  expect(host.tracingChannel?.("credport:test")).toBeUndefined();
  const seen: unknown[] = [];
  const subscribers = {
    start: (message: object) => seen.push(message),
    end() {},
    asyncStart() {},
    asyncEnd() {},
    error() {},
  };
  const runtime = tracingChannel<unknown, object>("credport:test");
  runtime.subscribe(subscribers);
  const channel = host.tracingChannel?.("credport:test");
  expect(channel?.hasSubscribers).toBe(true);
  const context = { source: "static_ak" };
  expect(await channel?.tracePromise(async () => "traced", context)).toBe("traced");
  expect(seen).toEqual([context]);
  runtime.unsubscribe(subscribers);
});
