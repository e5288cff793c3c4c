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
}

const warmUpRounds = 3;

/**
 * Times contenders in turn, round after round, so that whatever slows the machine down meets them all. The first is what the ratios
 * refer to.
 */
export async function measure(contenders: readonly Contender[], options: MeasureOptions = {}): Promise<Measurement[]> {
  const { rounds = 15, budget = 20 } = options;
  const runs = [];
  for (const contender of contenders)
    runs.push({ contender, count: await calibrate(contender, budget), times: new Array<number>() });
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    for (const { contender, count, times } of runs) {
      const time = await timed(contender, count);
      if (round >= warmUpRounds) times.push(time);
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
async function calibrate(contender: Contender, budget: number): Promise<number> {
  for (let count = 16; ; count *= 2) {
    const spent = (await timed(contender, count)) * count;
    if (spent >= budget * 1e6) return count;
  }
}

/** The time of one iteration, in ns. The result is looked at, so that no iteration can be left out as useless. */
async function timed(contender: Contender, count: number): Promise<number> {
  const start = process.hrtime.bigint();
  const last = await contender.run(count);
  const spent = Number(process.hrtime.bigint() - start);
  if (last === undefined) throw new Error(`${contender.name} gave nothing`);
  return spent / count;
}
