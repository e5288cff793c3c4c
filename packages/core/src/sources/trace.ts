import { defined } from "../defined.js";
import type { Credentials } from "../credentials/credentials.js";
import { isUnavailable, type Unavailable } from "../credentials/unavailable.js";
import type { Attempt } from "../errors/credentials-error.js";
import type { LoadContext } from "./credentials-source.js";
import { withReporters } from "./load-context.js";
import { failureOf, refuseExpired } from "./load-failure.js";
import { whenSlow } from "./when-slow.js";

/** The attempts of one load so far, those of the sources inside included. */
export interface Trace {
  readonly attempts: readonly Attempt[];
  /** The context to load with: what sources inside trace is collected here and passed on. */
  readonly context: LoadContext;
  /** Runs one attempt and notes how it ended. Whatever it throws comes out as a `CredentialsError` that carries the trace. */
  record<C extends Credentials>(path: string, load: () => Promise<C | Unavailable>): Promise<C | Unavailable>;
}

/** Starts the trace of one load. When its signal aborts, what is being asked is noted as failed, and nothing later. */
export function startTrace(context: LoadContext): Trace {
  const { host } = context;
  const attempts: Attempt[] = [];
  let stopped = false;
  const trace = (attempt: Attempt): void => {
    // All who were asking hear of the abort, the outermost first: the innermost has the last word.
    if (stopped) attempts.pop();
    attempts.push(attempt);
    context.trace?.(attempt);
  };

  return {
    attempts,
    context: withReporters(context, { trace }),
    async record(path, load) {
      const startedAt = host.now();
      const note = (outcome: Attempt["outcome"], source: string, reason?: string): void => {
        const last = attempts.at(-1);
        // A source inside has already noted this very end.
        if (stopped || (last?.source === source && last.outcome === outcome)) return;
        trace({ source, outcome, ...defined({ reason }), duration: host.now() - startedAt });
      };
      const stop = (): void => {
        note("failed", path, failureOf(context.signal.reason, path).message);
        stopped = true;
      };
      let listened: AbortSignal | undefined;
      try {
        const loading = load();
        void whenSlow(loading, () => {
          listened = context.signal;
          if (listened.aborted) stop();
          else listened.addEventListener("abort", stop);
        });
        const result = await loading;
        if (isUnavailable(result)) note("unavailable", path, result.reason);
        else {
          refuseExpired(result, host.now());
          note("success", result.identity.source);
        }
        return result;
      } catch (thrown) {
        const failure = failureOf(thrown, path);
        note("failed", failure.source, failure.message);
        throw failure.with({ attempts: [...attempts] });
      } finally {
        listened?.removeEventListener("abort", stop);
      }
    },
  };
}
