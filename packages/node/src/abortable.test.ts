import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { abortable } from "./abortable.js";

const never = new Promise<never>(() => undefined);

describe("abortable", () => {
  test("gives what the work gives, and leaves no listener on the signal", async () => {
    const { signal } = new AbortController();
    expect(await abortable("now", undefined)).toBe("now");
    expect(await abortable(Promise.resolve("later"), signal)).toBe("later");
    const failure = new Error("failed");
    await expect(abortable(Promise.reject(failure), signal)).rejects.toBe(failure);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("rejects with the signal's reason, before and while it waits", async () => {
    await expect(abortable(never, AbortSignal.abort("before"))).rejects.toBe("before");
    const controller = new AbortController();
    const wait = abortable(never, controller.signal);
    controller.abort("during");
    await expect(wait).rejects.toBe("during");
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  test("work that fails after the abort is nobody's unhandled rejection", async () => {
    const { promise, fail } = failing();
    await expect(abortable(promise, AbortSignal.abort("gone"))).rejects.toBe("gone");
    fail();
    await new Promise((resolve) => setImmediate(resolve));
  });
});

function failing(): { readonly promise: Promise<never>; fail(): void } {
  let fail = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    fail = () => reject(new Error("too late"));
  });
  return { promise, fail: () => fail() };
}
