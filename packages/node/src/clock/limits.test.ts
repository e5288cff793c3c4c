import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Limits } from "./limits.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("each is reached once, in its time, whatever the order they were started in", () => {
  const limits = new Limits();
  const reached: string[] = [];
  limits.start(300, () => reached.push("300"));
  limits.start(100, () => reached.push("100"));
  vi.advanceTimersByTime(50);
  limits.start(100, () => reached.push("50 + 100"));
  vi.advanceTimersByTime(49);
  expect(reached).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(reached).toEqual(["100"]);
  vi.advanceTimersByTime(50);
  expect(reached).toEqual(["100", "50 + 100"]);
  vi.advanceTimersByTime(1_000);
  expect(reached).toEqual(["100", "50 + 100", "300"]);
});

test("one that was ended is not reached, and the others are", () => {
  const limits = new Limits();
  const reached: number[] = [];
  const started = Array.from({ length: 10 }, (_, index) => limits.start(100 + index, () => reached.push(index)));
  for (const index of [0, 9, 4, 4]) started[index]?.end();
  vi.advanceTimersByTime(1_000);
  expect(reached).toEqual([1, 2, 3, 5, 6, 7, 8]);
});

test("a thousand that never run out take one timer, and no timer is left of them", () => {
  const limits = new Limits();
  const never = vi.fn();
  const started = Array.from({ length: 1_000 }, () => limits.start(60_000, never));
  expect(vi.getTimerCount()).toBe(1);
  for (const limit of started) limit.end();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(never).not.toHaveBeenCalled();
});

test("one reached may end another that is due, and start a new one", () => {
  const limits = new Limits();
  const reached: string[] = [];
  const first = limits.start(10, () => {
    reached.push("first");
    second.end();
    limits.start(5, () => reached.push("third"));
  });
  const second = limits.start(10, () => reached.push("second"));
  vi.advanceTimersByTime(10);
  first.end();
  vi.advanceTimersByTime(10);
  expect(reached).toEqual(["first", "third"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("one without an end is never reached", () => {
  const limits = new Limits();
  const never = vi.fn();
  const endless = limits.start(Infinity, never);
  vi.advanceTimersByTime(2 ** 32);
  expect(never).not.toHaveBeenCalled();
  endless.end();
  expect(vi.getTimerCount()).toBe(0);
});
