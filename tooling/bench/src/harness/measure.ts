import { collectYoung } from "./collect-young.js";
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
  /** Median of the process's CPU time of one iteration, in ns: all threads, the waiting left out. */
  readonly cpuNanoseconds: number;
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
  const runs = [];
  for (const contender of contenders)
    runs.push({ contender, count: await calibrate(contender, time, budget), spent: new Array<Spent>() });
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    for (const { contender, count, spent } of runs) {
      const once = await timed(contender, count);
      if (round >= warmUpRounds) spent.push(once);
    }
  }
  const reference = runs[0]?.spent ?? [];
  return runs.map(({ contender, spent }) => ({
    name: contender.name,
    nanoseconds: median(spent.map((each) => each[time])),
    ratio: median(spent.map((each, round) => each[time] / (reference[round]?.[time] ?? NaN))),
    cpuNanoseconds: median(spent.map(({ cpu }) => cpu)),
  }));
}

/** How many iterations fill the budget, found by doubling; compiles the contender on the way. */
async function calibrate(contender: Contender, time: keyof Spent, budget: number): Promise<number> {
  for (let count = 16; ; count *= 2) {
    const spent = await timed(contender, count);
    if (spent[time] * count >= budget * 1e6) return count;
  }
}

/** What one iteration took, in ns. */
interface Spent {
  readonly wall: number;
  /** The process's own, of all its threads. */
  readonly cpu: number;
}

/** Times iterations and clears away what they left. The result is looked at, so that none can be left out as useless. */
async function timed(contender: Contender, count: number): Promise<Spent> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const last = await contender.run(count);
  collectYoung();
  const [wall, { user, system }] = [performance.now() - start, process.cpuUsage(before)];
  if (last === undefined) throw new Error(`${contender.name} gave nothing`);
  return { wall: (wall * 1e6) / count, cpu: ((user + system) * 1e3) / count };
}
