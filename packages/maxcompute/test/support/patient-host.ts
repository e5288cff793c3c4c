import type { Host, SleepOptions } from "@credport/core";
import { createNodeHost } from "@credport/node";

/** A host whose clock moves only when the code under test waits for something of its own, and then at once. */
export interface PatientHost extends Host {
  /** The waits so far, in ms. */
  readonly waits: number[];
  /** Moves the clock on. */
  advance(milliseconds: number): void;
}

/** Makes a {@link PatientHost}. Limits, which nobody awaits, never strike; random numbers are always `random` (default 0.5). */
export function patientHost(random = 0.5, start: number = Date.UTC(2026, 2, 3, 4, 5, 6)): PatientHost {
  let now = start;
  const waits: number[] = [];
  const real = createNodeHost({ env: {} });
  return {
    ...real,
    async request(request) {
      const sentAt = now;
      return { ...(await real.request(request)), sentAt, receivedAt: now };
    },
    now: () => now,
    random: () => random,
    sleep: (milliseconds: number, { holdsProcess, signal }: SleepOptions = {}) => {
      if (signal?.aborted === true) return Promise.reject(signal.reason);
      if (holdsProcess === true) {
        waits.push(milliseconds);
        const end = now + milliseconds;
        // Waits that began together end together, however many there are.
        return new Promise((resolve) => {
          setImmediate(() => {
            now = Math.max(now, end);
            resolve();
          });
        });
      }
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    },
    waits,
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
