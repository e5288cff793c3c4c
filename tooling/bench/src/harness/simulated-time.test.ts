import { expect, test } from "vitest";
import { withSimulatedTime } from "./simulated-time.js";

test("Date shows simulated time, in every way of asking, and the real one afterwards", async () => {
  const RealDate = Date;
  await withSimulatedTime(async (time) => {
    await time.advance(1_000);
    expect(Date.now()).toBe(time.now());
    expect(new Date().getTime()).toBe(time.now());
    expect(new Date("2026-01-01T00:00:01Z").getTime()).toBe(time.now());
    expect(new Date(0)).toBeInstanceOf(Date);
    expect(Date.UTC(2026, 0, 1, 0, 0, 1)).toBe(time.now());
  });
  expect(Date).toBe(RealDate);
});

test("the real Date comes back after a failure too", async () => {
  const RealDate = Date;
  await expect(withSimulatedTime(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(Date).toBe(RealDate);
});
