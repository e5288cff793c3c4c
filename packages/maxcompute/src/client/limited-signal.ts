import type { Host } from "@credport/core";
import { allowManyListeners } from "@credport/node";
import { SendFailure } from "./send-failure.js";

/** A signal with a limit, and how to let go of what it listens to. */
export interface LimitedSignal {
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * Aborts with the caller's signal, or with `REQUEST_TIMEOUT` after `limit` ms (0: never). By hand, not with `AbortSignal.any`,
 * which keeps an entry on a long-lived signal for every request that ever used it.
 */
export function limitedSignal(
  host: Pick<Host, "sleep">,
  caller: AbortSignal | undefined,
  limit: number,
  target: string,
): LimitedSignal {
  const over = new AbortController();
  const done = new AbortController();
  const forward = (): void => over.abort(caller?.reason);
  if (caller?.aborted === true) forward();
  else if (caller !== undefined) {
    allowManyListeners(caller);
    caller.addEventListener("abort", forward, { once: true });
  }
  if (limit > 0) {
    host.sleep(limit, { signal: done.signal }).then(
      () => over.abort(new SendFailure("REQUEST_TIMEOUT", target)),
      () => undefined,
    );
  }
  return {
    signal: over.signal,
    end() {
      done.abort();
      caller?.removeEventListener("abort", forward);
    },
  };
}
