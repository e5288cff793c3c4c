import type { SleepOptions } from "@credport/core";
import { allowManyListeners } from "../allow-many-listeners.js";

/** A timer holds no more than 24 days, so longer waits are made of days, in ms. */
const day = 86_400_000;

/**
 * Waits, without holding the process open unless asked to. Rejects with the signal's reason when it aborts, and leaves no listener
 * behind.
 */
export async function sleep(milliseconds: number, options: SleepOptions = {}): Promise<void> {
  const { signal, holdsProcess = false } = options;
  signal?.throwIfAborted();
  await new Promise<void>((resolve) => {
    let left = milliseconds;
    const wait = (): NodeJS.Timeout => {
      const delay = Math.min(left, day);
      left -= delay;
      const timer = setTimeout(fire, delay);
      return holdsProcess ? timer : timer.unref();
    };
    const fire = (): void => {
      if (left > 0) timer = wait();
      else end();
    };
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    let timer = wait();
    if (signal !== undefined) allowManyListeners(signal);
    signal?.addEventListener("abort", end, { once: true });
  });
  signal?.throwIfAborted();
}
