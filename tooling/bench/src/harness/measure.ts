import { median } from "./statistics.js";

/** One way of doing a thing, timed against others in the same run. */
export interface Contender {
  readonly name: string;
  /**
   * Does the thing `count` times and returns what the last one gave. Write the loop out in each contender: a shared one sees every
   * callee and is compiled for none.
   */
  run(count: number): unknown;
}

/** How a contender did. */
export interface Measurement {
  readonly name: string;
  /** Median time of one iteration over all rounds, in ns. */
  readonly nanoseconds: number;
  /** Median over the rounds of its time divided by the first contender's in that same round. */
  readonly ratio: number;
}

/** Options of {@link measure}. */
export interface MeasureOptions {
  /** Rounds that count, after three that do not. Default 15. */
  readonly rounds?: number | undefined;
  /** How long each contender runs in each round, in ms. Default 20. */
  readonly budget?: number | undefined;
  /**
   * `cpu`: the process's own CPU time, for contenders that only compute: what else the machine does hardly shows. Default `wall`, for
   * those that also wait.
   */
  readonly time?: "cpu" | "wall" | undefined;
}

const warmUpRounds = 3;

/**
 * Times contenders in turn, round after round, so that whatever slows the machine down meets them all. The first is what the ratios
 * refer to.
 */
export async function measure(contenders: readonly Contender[], options: MeasureOptions = {}): Promise<Measurement[]> {
  const { rounds = 15, budget = 20, time = "wall" } = options;
  const clock = time === "cpu" ? cpuTime : wallTime;
  const runs = [];
  for (const contender of contenders)
    runs.push({ contender, count: await calibrate(contender, clock, budget), times: new Array<number>() });
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    for (const { contender, count, times } of runs) {
      const spent = await timed(contender, clock, count);
      if (round >= warmUpRounds) times.push(spent);
    }
  }
  const reference = runs[0]?.times ?? [];
  return runs.map(({ contender, times }) => ({
    name: contender.name,
    nanoseconds: median(times),
    ratio: median(times.map((time, round) => time / (reference[round] ?? NaN))),
  }));
}

/** How many iterations fill the budget, found by doubling; compiles the contender on the way. */
async function calibrate(contender: Contender, clock: Clock, budget: number): Promise<number> {
  for (let count = 16; ; count *= 2) {
    const spent = (await timed(contender, clock, count)) * count;
    if (spent >= budget * 1e6) return count;
  }
}

/** The time of one iteration, in ns. The result is looked at, so that no iteration can be left out as useless. */
async function timed(contender: Contender, clock: Clock, count: number): Promise<number> {
  const start = clock();
  const last = await contender.run(count);
  const spent = clock() - start;
  if (last === undefined) throw new Error(`${contender.name} gave nothing`);
  return spent / count;
}

/** Ns since some moment. */
type Clock = () => number;

function wallTime(): number {
  return performance.now() * 1e6;
}

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}
