/** A test of core.md 3, played with us and with peers. */
export interface Scenario {
  /** The test's number in core.md 3. */
  readonly number: number;
  readonly title: string;
  /** What must hold for us. */
  readonly goal: string;
  /** Plays it with each subject and says how each did. */
  play(): Promise<readonly Outcome[]>;
}

/** How one subject did. */
export type Outcome = readonly [subject: string, outcome: string];
