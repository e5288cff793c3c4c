import type { Credentials, CredentialsIdentity } from "../credentials/credentials.js";
import { isUnavailable, type Unavailable } from "../credentials/unavailable.js";
import { CredentialsError, type Attempt } from "../errors/credentials-error.js";
import type { Host } from "../host/host.js";
import type { CredentialsSource, LoadReason, SourceWarning } from "../sources/credentials-source.js";
import { failureOf, failureOfUnavailable } from "../sources/load-failure.js";
import { startTrace } from "../sources/trace.js";
import { expiryOf } from "../credentials/expiration.js";
import { expiredOnArrival, loadTimeoutError } from "./engine-errors.js";
import { raceAbort } from "./race-abort.js";
import { traceLoad } from "./trace-load.js";

/** What one load needs, and what it reports to. */
export interface LoadInput<C extends Credentials> {
  readonly source: CredentialsSource<C>;
  readonly host: Host;
  /** Ms. */
  readonly loadTimeout: number;
  readonly reason: LoadReason;
  readonly previous: CredentialsIdentity | undefined;
  readonly warn: (warning: SourceWarning) => void;
  readonly reportClockSkew: (milliseconds: number) => void;
}

/** How a load ended, and the trace of how it came to it. */
export type LoadResult<C extends Credentials> = { readonly attempts: readonly Attempt[] } & (
  { readonly credentials: C } | { readonly error: CredentialsError }
);

/** One load. */
export interface Load<C extends Credentials> {
  /** Never rejects. */
  readonly result: Promise<LoadResult<C>>;
  /** Aborts when the load is over, whatever its end: for timers that accompany it. */
  readonly over: AbortSignal;
  begin(): void;
  /** Ends the load at once with this error, even if the source does not listen to its signal. */
  abort(error: CredentialsError): void;
}

/** Prepares one load: outside the caller's async context, under a deadline, traced. Whatever happens becomes a result. */
export function createLoad<C extends Credentials>(input: LoadInput<C>): Load<C> {
  const { source, host, loadTimeout, reason, previous, warn, reportClockSkew } = input;
  const controller = new AbortController();
  const over = new AbortController();
  const trace = startTrace({ signal: controller.signal, reason, previous, host, warn, reportClockSkew });

  async function ask(): Promise<C> {
    const answer = await trace.record(source.name, async () =>
      checked(source.name, await source.load(trace.context), host.now()),
    );
    if (isUnavailable(answer)) throw failureOfUnavailable(answer, source.name);
    return answer;
  }

  async function run(): Promise<LoadResult<C>> {
    host.sleep(loadTimeout, { signal: over.signal }).then(
      () => {
        controller.abort(loadTimeoutError(source.name, loadTimeout));
      },
      () => undefined,
    );
    try {
      const loading = host.detach(() => traceLoad(host, { provider: source.name, reason, previous }, ask));
      const credentials = await raceAbort(loading, controller.signal, (ended) => failureOf(ended, source.name));
      return { credentials, attempts: trace.attempts };
    } catch (thrown) {
      const error = failureOf(thrown, source.name);
      return { error: error.with({ attempts: [...trace.attempts] }), attempts: trace.attempts };
    } finally {
      over.abort();
    }
  }

  let resolve: (result: LoadResult<C>) => void;
  const result = new Promise<LoadResult<C>>((resolver) => {
    resolve = resolver;
  });
  return {
    result,
    over: over.signal,
    begin() {
      void run().then(resolve);
    },
    abort(error) {
      controller.abort(error);
    },
  };
}

/** Refuses answers that are no credentials, or are dead on arrival. */
function checked<C extends Credentials>(path: string, answer: C | Unavailable, now: number): C | Unavailable {
  if (isUnavailable(answer)) return answer;
  if (typeof answer?.identity?.fingerprint !== "string") {
    const message = `${path} must answer with credentials made by createAccessKeyCredentials or createBearerCredentials.`;
    throw new CredentialsError({ code: "INVALID_CREDENTIAL", message, source: path });
  }
  const expiresAt = expiryOf(answer);
  if (expiresAt <= now) throw expiredOnArrival(answer.identity.source, expiresAt, now);
  return answer;
}
