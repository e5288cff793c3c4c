import { expect, test } from "vitest";
import { FakeClock } from "./fake-clock.js";

test("sleeps end in their order, each at its own time, and what waits runs before the next", async () => {
  const clock = new FakeClock(0);
  const seen: [string, number][] = [];
  const wait = async (name: string, milliseconds: number): Promise<void> => {
    await clock.sleep(milliseconds);
    seen.push([name, clock.now()]);
  };
  void wait("late", 30);
  void wait("early", 10).then(() => wait("then", 5));
  await clock.advance(20);
  expect(seen).toEqual([
    ["early", 10],
    ["then", 15],
  ]);
  expect([clock.now(), clock.pending]).toEqual([20, 1]);
  await clock.advance(10);
  expect(seen.at(-1)).toEqual(["late", 30]);
});

test("an aborted sleep rejects with the reason and is gone; one that ended leaves no listener", async () => {
  const clock = new FakeClock();
  const controller = new AbortController();
  const wait = clock.sleep(10, { signal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(wait).rejects.toThrow("enough");
  await expect(clock.sleep(10, { signal: controller.signal })).rejects.toThrow("enough");
  expect(clock.pending).toBe(0);
});

test("a jump moves the time and ends no sleep until the clock advances", async () => {
  const clock = new FakeClock(0);
  let ended = false;
  void clock.sleep(10).then(() => (ended = true));
  clock.jump(100);
  expect([clock.now(), ended]).toEqual([100, false]);
  await clock.advance(0);
  expect([clock.now(), ended]).toEqual([100, true]);
});

test("calls to advance that overlap never set the clock back", async () => {
  const clock = new FakeClock(0);
  const seen: number[] = [];
  for (const at of [10, 20, 30]) void clock.sleep(at).then(() => seen.push(clock.now()));
  await Promise.all([clock.advance(30), clock.advance(10), clock.advance(20)]);
  expect([seen, clock.now()]).toEqual([[10, 20, 30], 30]);
  void clock.sleep(5).then(() => clock.jump(100));
  await clock.advance(10);
  expect(clock.now()).toBe(135);
});
