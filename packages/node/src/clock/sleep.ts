import type { SleepOptions } from "@credport/core";

/** The longest delay `setTimeout` takes; anything above fires at once. */
const longestTimer = 2 ** 31 - 1;

/** Waits, without holding the process open unless asked to. Rejects with the signal's reason when it aborts, and leaves no listener behind. */
export function sleep(milliseconds: number, options: SleepOptions = {}): Promise<void> {
  const { signal, holdsProcess = false } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    let left = milliseconds;
    const next = (): NodeJS.Timeout => {
      const delay = Math.min(left, longestTimer);
      left -= delay;
      const started = setTimeout(fire, delay);
      return holdsProcess ? started : started.unref();
    };
    const fire = (): void => {
      if (left > 0) {
        timer = next();
        return;
      }
      signal?.removeEventListener("abort", abort);
      resolve();
    };
    const abort = (): void => {
      clearTimeout(timer);
      if (signal !== undefined) reject(reasonOf(signal));
    };
    let timer = next();
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** What a signal aborted with, as an `Error`: anything may be thrown into `abort()`. */
function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error("aborted", { cause: reason });
}
