/** Where an {@link EmulatorClock} takes its base time from. Any object with `now()` in milliseconds fits, a fake clock too. */
export interface TimeSource {
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * The one clock every service of an emulator reads: expiry, request timestamps and the `Date` of answers.
 * It runs with its time source, moved by an offset.
 */
export class EmulatorClock {
  readonly #source: TimeSource;
  #offset = 0;

  constructor(source: TimeSource = Date) {
    this.#source = source;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#source.now() + this.#offset;
  }

  /** Moves the clock by this many milliseconds; negative values move it back. */
  advance(milliseconds: number): void {
    if (!Number.isFinite(milliseconds)) throw new RangeError("advance needs a finite number of milliseconds");
    this.#offset += milliseconds;
  }

  /** Makes the clock read this instant now; it keeps running from there. */
  set(instant: Date | number): void {
    const target = Number(instant);
    if (!Number.isFinite(target)) throw new RangeError("set needs a valid date or milliseconds since the epoch");
    this.#offset = target - this.#source.now();
  }

  /** Drops every movement: the clock reads its time source again. */
  reset(): void {
    this.#offset = 0;
  }
}
