import { scriptedSource } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BytePlusAbortError, BytePlusNetworkError, type BytePlusOptions } from "../src/index.js";
import { listUsers, ownProvider, rejection, startWorld, type World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

/** Everything of the caller's own that a call waits for, each of it never ending and deaf to the signal. */
const waits: readonly (readonly [string, (reached: () => void) => BytePlusOptions])[] = [
  ["dynamicCredentials", (reached) => ({ dynamicCredentials: () => forever(reached) })],
  ["the endpoint resolver", (reached) => ({ endpoint: undefined, endpointResolver: () => forever(reached) })],
  ["extendRequest", (reached) => ({ extendRequest: () => forever(reached) })],
  ["the credentials' source", (reached) => ({ credentials: scriptedSource(() => forever(reached)) })],
  ["an interceptor before the attempt", (reached) => ({ interceptors: [{ before: () => forever(reached) }] })],
];

function forever(reached: () => void): Promise<never> {
  reached();
  return new Promise<never>(() => undefined);
}

describe("7 abort and time limit hold wherever the call waits", () => {
  test.each(waits)("at %s: the caller's own abort", async (_where, options) => {
    const controller = new AbortController();
    const client = world.client(options(() => queueMicrotask(() => controller.abort("enough"))));
    const error = await rejection(client.call({ ...listUsers, signal: controller.signal }));
    expect(error).toBeInstanceOf(BytePlusAbortError);
    expect(error).toMatchObject({ name: "AbortError", code: "RequestCanceled", cause: "enough", kind: "network" });
    expect(world.emulator.calls.count("byteplus")).toBe(0);
  });

  test("one signal for many calls is no leak that Node would warn of", async () => {
    const client = world.client();
    const warned = vi.fn();
    process.on("warning", warned);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 12 }, () => client.call({ ...listUsers, signal })));
    process.off("warning", warned);
    expect(warned).not.toHaveBeenCalled();
  });

  test.each(waits)("at %s: timeoutMs, to the millisecond", async (_where, options) => {
    let call: Promise<unknown> | undefined;
    await new Promise<void>((reached) => {
      call = rejection(world.client(options(reached)).call({ ...listUsers, timeoutMs: 5_000 }));
    });
    await world.clock.advance(4_999);
    expect(world.clock.pending).toBeGreaterThan(0);
    await world.clock.advance(1);
    const error = await call;
    expect(error).toBeInstanceOf(BytePlusNetworkError);
    expect(error).toMatchObject({ code: "RequestCanceled", timeout: true, kind: "network" });
  });

  test("at a provider's own getCredentials, of a call and of a presigned URL", async () => {
    for (const wait of ["call", "presign"] as const) {
      const controller = new AbortController();
      const credentials = ownProvider(() => forever(() => controller.abort("enough")));
      const client = world.client({ credentials });
      const error = await rejection(client[wait]({ ...listUsers, signal: controller.signal }));
      expect(error).toMatchObject({ name: "AbortError", code: "RequestCanceled", cause: "enough" });
    }
  });

  test("at an interceptor after the call: it ends as it had ended", async () => {
    const controller = new AbortController();
    const after = (): Promise<never> => forever(() => queueMicrotask(() => controller.abort()));
    const client = world.client({ interceptors: [{ after }] });
    expect(await client.call({ ...listUsers, signal: controller.signal })).toMatchObject({ status: 200 });
    let limited: Promise<unknown> | undefined;
    await new Promise<void>((reached) => {
      const slow = world.client({ interceptors: [{ after: () => forever(reached) }] });
      limited = slow.call({ ...listUsers, timeoutMs: 5_000 });
    });
    await world.clock.advance(5_000);
    expect(await limited).toMatchObject({ status: 200 });
  });

  test("between signing and sending: nothing is sent", async () => {
    const controller = new AbortController();
    const client = world.client({ interceptors: [{ before: () => controller.abort() }] });
    expect(await rejection(client.call({ ...listUsers, signal: controller.signal }))).toBeInstanceOf(
      BytePlusAbortError,
    );
    expect(world.emulator.calls.count("byteplus")).toBe(0);
  });
});
