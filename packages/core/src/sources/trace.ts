import { defined } from "../defined.js";
import type { Credentials } from "../credentials/credentials.js";
import { isUnavailable, type Unavailable } from "../credentials/unavailable.js";
import type { Attempt } from "../errors/credentials-error.js";
import type { LoadContext } from "./credentials-source.js";
import { failureOf } from "./load-failure.js";

/** The attempts of one load so far, those of the sources inside included. */
export interface Trace {
  readonly attempts: readonly Attempt[];
  /** The context to load with: what sources inside trace is collected here and passed on. */
  readonly context: LoadContext;
  /** Runs one attempt and notes how it ended. Whatever it throws comes out as a `CredentialsError` that carries the trace. */
  record<C extends Credentials>(path: string, load: () => Promise<C | Unavailable>): Promise<C | Unavailable>;
}

/** Starts the trace of one load. */
export function startTrace(context: LoadContext): Trace {
  const attempts: Attempt[] = [];
  const now = (): number => context.host.now();
  const trace = (attempt: Attempt): void => {
    attempts.push(attempt);
    context.trace?.(attempt);
  };

  return {
    attempts,
    context: { ...context, trace },
    async record(path, load) {
      const startedAt = now();
      const note = (outcome: Attempt["outcome"], source: string, reason?: string): void => {
        const last = attempts.at(-1);
        // A source inside has already noted this very end.
        if (last?.source === source && last.outcome === outcome) return;
        trace({ source, outcome, ...defined({ reason }), duration: now() - startedAt });
      };
      try {
        const result = await load();
        if (isUnavailable(result)) note("unavailable", path, result.reason);
        else note("success", result.identity.source);
        return result;
      } catch (thrown) {
        const failure = failureOf(thrown, path);
        note("failed", failure.source, failure.message);
        throw failure.with({ attempts: [...attempts] });
      }
    },
  };
}
