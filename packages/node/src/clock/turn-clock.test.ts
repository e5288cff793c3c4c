import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTurnClock } from "./turn-clock.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000, toFake: ["Date", "setImmediate"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A clock past its first calls, each of which reads the system's. */
function warmClock(): () => number {
  const now = createTurnClock();
  for (let call = 0; call < 16; call += 1) now();
  return now;
}

test("the first calls read the system's clock, and schedule nothing", () => {
  const now = createTurnClock();
  for (let call = 0; call < 16; call += 1) {
    vi.setSystemTime(call);
    expect(now()).toBe(call);
  }
  expect(vi.getTimerCount()).toBe(0);
});

test("one reading serves a turn, and the next turn gets a new one", () => {
  const now = warmClock();
  expect(now()).toBe(1_000);
  vi.setSystemTime(2_000);
  expect(now()).toBe(1_000);
  vi.runAllTimers();
  expect(now()).toBe(2_000);
});

test("a turn that never ends gets a new reading after a bounded number of calls", () => {
  const now = warmClock();
  const readings = Array.from({ length: 65 }, () => {
    const reading = now();
    vi.setSystemTime(2_000);
    return reading;
  });
  expect(readings).toEqual(Array(65).fill(1_000));
  expect(now()).toBe(2_000);
});

test("a turn schedules its end once, however many readings it takes", () => {
  const now = warmClock();
  for (let call = 0; call < 1_000; call += 1) now();
  expect(vi.getTimerCount()).toBe(1);
});
