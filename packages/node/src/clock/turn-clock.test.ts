import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTurnClock } from "./turn-clock.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000, toFake: ["Date", "setImmediate"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("one reading serves a turn, and the next turn gets a new one", () => {
  const now = createTurnClock();
  expect(now()).toBe(1_000);
  vi.setSystemTime(2_000);
  expect(now()).toBe(1_000);
  vi.runAllTimers();
  expect(now()).toBe(2_000);
});

test("a turn that never ends gets a new reading after a bounded number of calls", () => {
  const now = createTurnClock();
  const readings = Array.from({ length: 65 }, () => {
    const reading = now();
    vi.setSystemTime(2_000);
    return reading;
  });
  expect(readings).toEqual(Array(65).fill(1_000));
  expect(now()).toBe(2_000);
});

test("a turn schedules its end once, however many readings it takes", () => {
  const now = createTurnClock();
  for (let call = 0; call < 1_000; call += 1) now();
  expect(vi.getTimerCount()).toBe(1);
});
