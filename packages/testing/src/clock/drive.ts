import type { Host } from "@credport/core";
import { FakeClock } from "./fake-clock.js";
import { settle } from "./settle.js";

/** How far a test may move the clock for one answer, in ms. */
const longest = 60 * 60_000;

/**
 * Waits for a promise and, on a scripted host, moves the clock on for as long as it is pending: retries, polls and timeouts of
 * the code under test come to their end. Rejects after an hour of the clock.
 */
export async function drive<T>(host: Host, promise: Promise<T>): Promise<T> {
  const clock = "clock" in host && host.clock instanceof FakeClock ? host.clock : undefined;
  if (clock === undefined) return promise;
  let pending = true;
  const done = (): void => {
    pending = false;
  };
  promise.then(done, done);
  await settle();
  const end = clock.now() + longest;
  // Real files and sockets need real turns of the event loop, which cost the fake clock nothing.
  for (let turn = 0; pending && turn < 100; turn += 1) await settle();
  while (pending && clock.now() < end) await clock.advance(250);
  if (pending) throw new Error("There was no answer within an hour of the fake clock.");
  return promise;
}
