import { getEventListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sleep } from "./sleep.js";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("it ends when its time has come, and leaves no listener behind", async () => {
  const { signal } = new AbortController();
  const waits = Array.from({ length: 10 }, () => sleep(1_000, { signal }));
  expect(getEventListeners(signal, "abort")).toHaveLength(10);
  await vi.advanceTimersByTimeAsync(999);
  expect(vi.getTimerCount()).toBe(10);
  await vi.advanceTimersByTimeAsync(1);
  await Promise.all(waits);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test.each([new Error("enough"), "a reason that is no error"])(
  "an abort ends it with the signal's reason: %s",
  async (reason) => {
    const controller = new AbortController();
    const pending = expect(sleep(1_000, { signal: controller.signal })).rejects.toBe(reason);
    controller.abort(reason);
    await pending;
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    await expect(sleep(1_000, { signal: controller.signal })).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  },
);

test("a wait longer than a timer can hold does not end at once", async () => {
  const days = 30 * 24 * 3_600_000;
  let ended = false;
  const pending = sleep(days).then(() => (ended = true));
  await vi.advanceTimersByTimeAsync(days - 1);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await pending;
});

test("many waits with one signal are no leak to warn of, and a signal of another library will do", async () => {
  const warned = vi.fn();
  process.on("warning", warned);
  const { signal } = new AbortController();
  const waits = Array.from({ length: 100 }, () => sleep(1_000, { signal }));
  const foreign = { aborted: false, addEventListener() {}, removeEventListener() {}, throwIfAborted() {} };
  Reflect.apply(sleep, undefined, [1_000, { signal: foreign }]);
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all(waits);
  process.off("warning", warned);
  expect(warned).not.toHaveBeenCalled();
});
