import type { Report } from "../harness/report.js";
import { median, percentile } from "../harness/statistics.js";
import { credportProvider } from "../peers/credport.js";
import { Upstream } from "../peers/upstream.js";

const rounds = 15;
/** Many callers at once on an empty cache: how many loads, and how long the slowest hundredth waits. */
export async function concurrency(report: Report): Promise<void> {
  report.heading("Concurrent first calls");
  const rows = [];
  for (const [callers, loadTime] of [
    [1_000, 5],
    [10_000, 5],
    [10_000, 50],
  ] as const)
    rows.push(await compare(callers, loadTime));
  report.table(
    ["callers", "a load takes, ms", "loads", "p99 of a bare single flight, ms", "p99 of @credport, ms", "ratio"],
    rows,
  );
  report.note("Goals: 1 load; a ratio below 1.5.");
}

async function compare(callers: number, loadTime: number): Promise<number[]> {
  const bareTimes: number[] = [];
  const ownTimes: number[] = [];
  let mostLoads = 0;
  for (let round = 0; round < rounds; round += 1) {
    const flight = slowUpstream(loadTime).load();
    bareTimes.push(await slowest(callers, () => flight));
    const upstream = slowUpstream(loadTime);
    const provider = credportProvider(upstream);
    ownTimes.push(await slowest(callers, () => provider.getCredentials()));
    mostLoads = Math.max(mostLoads, upstream.calls);
  }
  const ratio = median(ownTimes.map((time, round) => time / (bareTimes[round] ?? NaN)));
  return [callers, loadTime, mostLoads, median(bareTimes), median(ownTimes), ratio];
}

function slowUpstream(loadTime: number): Upstream {
  const upstream = new Upstream();
  upstream.before = () => new Promise((resolve) => setTimeout(resolve, loadTime));
  return upstream;
}

/** The time that 99 % of the callers stay below, in ms. */
async function slowest(callers: number, get: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  const call = async (): Promise<void> => {
    const start = performance.now();
    await get();
    times.push(performance.now() - start);
  };
  await Promise.all(Array.from({ length: callers }, call));
  return percentile(times, 0.99);
}
