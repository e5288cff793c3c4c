import type { ProgressListener } from "../client/operation-input.js";

/** Adds up the progress of parts that run side by side. A part that starts again takes nothing back. */
export class TransferProgress {
  readonly #listener: ProgressListener | undefined;
  readonly #total: number | undefined;
  readonly #parts = new Map<number, number>();
  #sum = 0;
  #reported = 0;

  constructor(listener: ProgressListener | undefined, total: number | undefined) {
    this.#listener = listener;
    this.#total = total;
  }

  /** The listener of one part. */
  part(partNumber: number): ProgressListener | undefined {
    if (this.#listener === undefined) return undefined;
    return (_increment, transferred) => this.set(partNumber, transferred);
  }

  /** A part stands at that many bytes. */
  set(partNumber: number, transferred: number): void {
    this.#sum += transferred - (this.#parts.get(partNumber) ?? 0);
    this.#parts.set(partNumber, transferred);
    const increment = this.#sum - this.#reported;
    if (increment <= 0) return;
    this.#reported = this.#sum;
    this.#listener?.(increment, this.#sum, this.#total);
  }
}
