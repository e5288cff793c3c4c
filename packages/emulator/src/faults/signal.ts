/** Something that happens once, and can be waited for. */
export class Signal {
  /** Resolves when it has happened. */
  readonly given: Promise<void>;
  #resolve: (() => void) | undefined;

  constructor() {
    this.given = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** Makes it happen. */
  give(): void {
    this.#resolve?.();
  }
}
