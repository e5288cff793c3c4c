/** When a credential is refreshed, drawn once when it is loaded. All values are ms since the epoch. */
export interface RefreshPlan {
  /** From here a call starts a refresh behind itself. */
  readonly refreshAt: number;
  /** From here callers wait for the refresh, within limits. */
  readonly blockAt: number;
  /** From here the credential is never served. */
  readonly rejectAt: number;
}

/** Input of {@link RefreshPolicy.plan}. */
export interface RefreshPlanInput {
  readonly obtainedAt: number;
  readonly expiresAt: number;
  /** The source answered with the credential it had answered before. */
  readonly unchanged: boolean;
  /** The host's `random`: uniform in [0, 1). */
  readonly random: () => number;
}

/** Input of {@link RefreshPolicy.afterFailure}. */
export interface RefreshFailureInput {
  readonly now: number;
  /** Failures in a row, this one included. */
  readonly failures: number;
  readonly permanent: boolean;
  readonly unchanged: boolean;
  /** The plan of the credential still held, if any. */
  readonly plan: RefreshPlan | undefined;
  /** The server's `Retry-After`, in ms. */
  readonly retryAfter: number | undefined;
  /** The host's `random`: uniform in [0, 1). */
  readonly random: () => number;
}

/** When to refresh and how to back off: pure functions, so that each is testable without a clock. */
export interface RefreshPolicy {
  /** Draws the plan of a credential that has just come. The engine serves nothing past its expiration, whatever this says. */
  plan(input: RefreshPlanInput): RefreshPlan;
  /** When the next load may begin by itself, after a failure or an answer that brought nothing new. Ms since the epoch. */
  afterFailure(input: RefreshFailureInput): { readonly nextAttemptAt: number };
}
