import { CredentialsError } from "@credport/core";
import type { FakeClock } from "../clock/fake-clock.js";

/** What ends a scripted exchange or process that does not end by itself. */
export interface ScriptedLimit {
  readonly clock: FakeClock;
  /** Ms. */
  readonly timeout: number;
  readonly timeoutError: () => CredentialsError;
  readonly signal: AbortSignal | undefined;
  /** What is under way, for the error of an abort. */
  readonly action: string;
}

/** Throws what the real host throws when a signal has aborted. */
export function throwIfAborted(action: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortedError(action, signal);
}

function abortedError(action: string, signal: AbortSignal | undefined): CredentialsError {
  return new CredentialsError({ code: "ABORTED", message: `${action} was aborted`, cause: signal?.reason });
}

/** Waits for a scripted answer under a timeout on the fake clock and a signal. */
export async function underLimit<T>(answer: () => T | Promise<T>, limit: ScriptedLimit): Promise<T> {
  const { clock, timeout, timeoutError, signal, action } = limit;
  throwIfAborted(action, signal);
  const over = new AbortController();
  const ended = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const timer = clock.sleep(timeout, { signal: ended }).then(
    () => {
      throw timeoutError();
    },
    () => {
      throw abortedError(action, signal);
    },
  );
  try {
    return await Promise.race([timer, (async () => answer())()]);
  } finally {
    timer.catch(() => undefined);
    over.abort();
  }
}
