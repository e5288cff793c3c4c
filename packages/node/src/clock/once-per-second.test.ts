import { expect, test, vi } from "vitest";
import { oncePerSecond } from "./once-per-second.js";

test("makes one for each second, also when the clock goes back", () => {
  const make = vi.fn((time: number) => new Date(time).toISOString().slice(0, 19));
  const second = oncePerSecond(make);
  const start = Date.parse("2026-01-02T23:59:59.000Z");
  const times = [start, start + 999, start + 1_000, start + 1_001, start, start - 1];
  expect(times.map(second)).toEqual(times.map((time) => new Date(time).toISOString().slice(0, 19)));
  expect(make.mock.calls).toEqual([[start], [start + 1_000], [start], [start - 1]]);
});
