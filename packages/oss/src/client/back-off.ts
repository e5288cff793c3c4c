/** The wait before attempt `attempt` (2, 3, ...), in ms. `random` is uniform in [0, 1). */
export type BackOff = (attempt: number, random: () => number) => number;

/** Options of {@link fullJitter} and {@link equalJitter}, in ms. A base that is not positive falls back to the default. */
export interface BackOffOptions {
  /** Default 200. */
  readonly baseDelay?: number | undefined;
  /** Default 20 000. */
  readonly maxBackOff?: number | undefined;
}

/** The OSS v2 SDKs' standard: uniform in [0, ceiling), the ceiling 800 ms before the second attempt and doubling up to the maximum. */
export function fullJitter(options: BackOffOptions = {}): BackOff {
  return (attempt, random) => random() * ceiling(attempt, options);
}

/** At least half the ceiling, plus up to the other half and one second: like the other v2 SDKs, it can pass the maximum. */
export function equalJitter(options: BackOffOptions = {}): BackOff {
  return (attempt, random) => {
    const half = ceiling(attempt, options) / 2;
    return half + random() * (half + 1_000);
  };
}

/** The same wait, in ms, before every attempt. */
export function fixedDelay(delay: number): BackOff {
  return () => delay;
}

function ceiling(attempt: number, { baseDelay = 200, maxBackOff = 20_000 }: BackOffOptions): number {
  const base = baseDelay > 0 ? baseDelay : 200;
  // Beyond 2^30 every base is over every maximum; without the bound the power runs to infinity.
  return Math.min(base * 2 ** Math.min(attempt, 30), maxBackOff > 0 ? maxBackOff : 20_000);
}
