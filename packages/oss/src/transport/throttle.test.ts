import { expect, test } from "vitest";
import { Throttle } from "./throttle.js";

test("3 bandwidth limits: after a wait nothing is left to wait for, whatever the bytes and the time", async () => {
  let time = Date.UTC(2026, 0, 1);
  const sleep = async (milliseconds: number): Promise<void> => {
    time += milliseconds;
  };
  const throttle = new Throttle(2_048, { now: () => time, sleep });
  await throttle.take(6 * 1024 * 1024);
  // More than a millisecond's worth, 2,097.152 bytes, so that each has to wait.
  for (let bytes = 2_098; bytes < 6_000; bytes += 1) {
    const waiting = throttle.take(bytes);
    expect(waiting).toBeDefined();
    await waiting;
    expect(throttle.take(0)).toBeUndefined();
  }
});
