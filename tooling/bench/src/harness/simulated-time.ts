/** Time that moves when the simulation says so, for code that reads `Date`. */
export interface SimulatedTime {
  now(): number;
  /** Moves on by this many ms and lets what became due run. Timers are real and do not move. */
  advance(milliseconds: number): Promise<void>;
}

/** Runs a simulation in which `Date`, for every package alike, shows simulated time. */
export async function withSimulatedTime<T>(run: (time: SimulatedTime) => Promise<T>): Promise<T> {
  const RealDate = Date;
  let now = RealDate.UTC(2026, 0, 1);
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: []) => (args.length === 0 ? new target(now) : new target(...args)),
    get: (target, key): unknown => (key === "now" ? () => now : Reflect.get(target, key)),
  });
  try {
    return await run({
      now: () => now,
      async advance(milliseconds) {
        now += milliseconds;
        await turn();
      },
    });
  } finally {
    globalThis.Date = RealDate;
  }
}

/** Lets everything run that is ready now. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
