import { CredentialsError } from "@credport/core";
import type { FakeClock } from "../clock/fake-clock.js";

/** What ends a scripted exchange or process that does not end by itself. */
export interface ScriptedLimit {
  readonly clock: FakeClock;
  /** Ms. */
  readonly timeout: number;
  readonly timeoutError: () => CredentialsError;
  readonly signal: AbortSignal | undefined;
}

/** Waits for a scripted answer under a timeout on the fake clock and a signal. */
export async function underLimit<T>(answer: () => T | Promise<T>, limit: ScriptedLimit): Promise<T> {
  const { clock, timeout, timeoutError, signal } = limit;
  const over = new AbortController();
  const ended = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const timer = clock.sleep(timeout, { signal: ended }).then(
    () => {
      throw timeoutError();
    },
    () => {
      throw new CredentialsError({ code: "ABORTED", message: "aborted", cause: signal?.reason });
    },
  );
  try {
    return await Promise.race([timer, (async () => answer())()]);
  } finally {
    timer.catch(() => undefined);
    over.abort();
  }
}
