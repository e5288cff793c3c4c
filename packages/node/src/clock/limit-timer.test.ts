import { afterEach, expect, test, vi } from "vitest";
import { limitTimer } from "./limit-timer.js";

afterEach(() => {
  vi.useRealTimers();
});

test.each([Infinity, 2 ** 40])("a limit of %d ms is not reached at once", (limit) => {
  vi.useFakeTimers();
  const reached = vi.fn();
  limitTimer(reached, limit);
  vi.advanceTimersByTime(24 * 3_600_000);
  expect(reached).not.toHaveBeenCalled();
});
